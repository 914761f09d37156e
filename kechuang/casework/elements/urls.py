"""Addresses of the register of forms, the dictionary, and one-off collections."""

from django.urls import URLPattern, path

from kechuang.casework.elements import register_views, views

app_name = "elements"
urlpatterns: list[URLPattern] = [
    path("forms/", register_views.sheets, name="sheets"),
    path("forms/elements/", register_views.dictionary, name="dictionary"),
    path("collections/", views.collections, name="collections"),
    path("collections/new/", views.new, name="new"),
    path("collections/asked/", views.asked, name="asked"),
    path("collections/asked/<uuid:identifier>/", views.answer, name="answer"),
    path("collections/<uuid:identifier>/", views.collection, name="collection"),
    path("collections/<uuid:identifier>/close/", views.close, name="close"),
]
