"""Addresses of this package."""

from django.urls import URLPattern

app_name = "policy_works"
urlpatterns: list[URLPattern] = []
