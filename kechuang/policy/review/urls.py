"""Addresses of the review."""

from django.urls import path

from kechuang.policy.review import file_views, views

app_name = "policy_review"
urlpatterns = [
    path("policy/review/", views.documents, name="documents"),
    path("policy/review/annotations.jsonl", file_views.annotations, name="annotations"),
    path("policy/<uuid:identifier>/review/", views.document, name="document"),
    path("policy/<uuid:identifier>/review/judge/", views.judge, name="judge"),
    path("policy/<uuid:identifier>/review/accept/", views.accept, name="accept"),
    path("policy/<uuid:identifier>/review/add/", views.add, name="add"),
    path("policy/<uuid:identifier>/review/annotation.json", file_views.annotation, name="annotation"),
    path("policy/<uuid:identifier>/review/<str:code>/", views.correct, name="correct"),
    path("policy/<uuid:identifier>/judged/<str:code>/", file_views.fact, name="fact"),
]
