"""Addresses of this package."""

from django.urls import URLPattern

app_name = "delivery_evaluation"
urlpatterns: list[URLPattern] = []
