"""Addresses of this package."""

from django.urls import URLPattern

app_name = "delivery_task"
urlpatterns: list[URLPattern] = []
