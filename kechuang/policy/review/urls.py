"""Addresses of this package."""

from django.urls import URLPattern

app_name = "policy_review"
urlpatterns: list[URLPattern] = []
