"""Addresses of this package."""

from django.urls import URLPattern, path

from kechuang.policy.filing import views

app_name = "policy_filing"
urlpatterns: list[URLPattern] = [
    path("policy/<uuid:identifier>/breakdown/", views.breakdown, name="breakdown"),
    path("policy/<uuid:identifier>/breakdown/own/", views.breakdown_own, name="breakdown-own"),
    path("policy/<uuid:identifier>/breakdown.<str:kind>", views.breakdown_file, name="breakdown-file"),
]
