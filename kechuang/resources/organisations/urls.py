"""Addresses of the register of organisations."""

from django.urls import path

from kechuang.resources.organisations import import_views, views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.organisations, name="list"),
    path("organisations/import/", import_views.upload, name="import"),
    path("organisations/import/write/", import_views.write, name="import-write"),
    path("organisations/import/template.xlsx", import_views.template, name="import-template"),
    path("organisations/enter/", views.enter, name="enter"),
    path("organisations/<uuid:identifier>/revise/", views.revise, name="revise"),
    path("organisations/<uuid:identifier>/declare/", views.declare, name="declare"),
    path("organisations/<uuid:identifier>/withdraw/", views.withdraw, name="withdraw"),
]
