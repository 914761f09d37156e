"""Addresses of the rulebook."""

from django.urls import path

from kechuang.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("rules/", views.values, name="values"),
    path("rules/key/<str:key>/", views.rule, name="rule"),
    path("rules/unverified/", views.unverified, name="unverified"),
    path("rules/sources/", views.sources, name="sources"),
    path("rules/cases/", views.worked, name="worked"),
]
