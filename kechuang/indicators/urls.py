"""Addresses of indicators and promises."""

from django.urls import path

from kechuang.indicators import promise_views, views

app_name = "indicators"
urlpatterns = [
    path("indicators/", views.register, name="register"),
    path("indicators/<str:key>/", views.indicator, name="indicator"),
    path("indicators/<str:key>/facts/", views.facts, name="facts"),
    path("promises/", promise_views.promises, name="promises"),
    path("promises/<slug:code>/", promise_views.promise, name="promise"),
]
