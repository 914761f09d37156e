"""Addresses of this package."""

from django.urls import URLPattern, path

from kechuang.policy.filing import rule_views, views

app_name = "policy_filing"
urlpatterns: list[URLPattern] = [
    path("policy/<uuid:identifier>/breakdown/", views.breakdown, name="breakdown"),
    path("policy/<uuid:identifier>/breakdown/own/", views.breakdown_own, name="breakdown-own"),
    path("policy/<uuid:identifier>/breakdown/file/<slug:kind>/", views.breakdown_file, name="breakdown-file"),
    path("policy/<uuid:identifier>/document.json", views.document_json, name="json"),
    path("policy/<uuid:identifier>/akoma-ntoso.xml", views.document_akn, name="akn"),
    path("policy/<uuid:identifier>/rules/", rule_views.of_document, name="rules"),
    path("policy/<uuid:identifier>/rules/overlay.zip", rule_views.overlay, name="overlay"),
    path("policy/rule-candidates/", rule_views.everything, name="candidates"),
    path("policy/rule-candidates/<uuid:identifier>/", rule_views.candidate, name="candidate"),
    path("policy/rule-candidates/<uuid:identifier>/propose/", rule_views.propose, name="propose"),
    path("policy/rule-candidates/<uuid:identifier>/reject/", rule_views.reject, name="reject"),
    path("policy/rule-candidates/<uuid:identifier>/rule.yaml", rule_views.rule_file, name="rule-file"),
]
