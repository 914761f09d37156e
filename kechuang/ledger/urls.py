"""Addresses of the public record."""

from django.urls import path

from kechuang.ledger import views

app_name = "ledger"
urlpatterns = [
    path("facts/", views.facts, name="facts"),
    path("facts/<slug:identifier>/", views.fact, name="fact"),
    path("facts/<slug:identifier>/proof.json", views.proof, name="proof"),
    path("logs/", views.logs, name="logs"),
    path("logs/<str:code>/", views.log, name="log"),
    path("logs/<str:code>/facts/", views.log_facts, name="log-facts"),
    path("logs/<str:code>/checkpoint", views.checkpoint, name="checkpoint"),
    path("logs/<str:code>/consistency/<int:first>/<int:second>.json", views.consistency, name="consistency"),
]
