"""Addresses of the register of organisations."""

from django.urls import path

from kechuang.resources.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.organisations, name="list"),
    path("organisations/import/", views.import_table, name="import"),
    path("organisations/enter/", views.enter, name="enter"),
    path("organisations/<uuid:identifier>/revise/", views.revise, name="revise"),
    path("organisations/<uuid:identifier>/declare/", views.declare, name="declare"),
    path("organisations/<uuid:identifier>/withdraw/", views.withdraw, name="withdraw"),
]
