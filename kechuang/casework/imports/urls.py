"""Addresses of tables taken in."""

from django.urls import path

from kechuang.casework.imports import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.home, name="home"),
    path("imports/remembered/", views.remembered, name="remembered"),
    path("imports/tables/<slug:kind>/", views.upload, name="upload"),
    path("imports/tables/<slug:kind>/template.xlsx", views.template, name="template"),
    path("imports/tables/<slug:kind>/records.xlsx", views.records, name="records"),
    path("imports/<uuid:identifier>/", views.upload_page, name="upload-page"),
    path("imports/<uuid:identifier>/columns/", views.columns, name="columns"),
    path("imports/<uuid:identifier>/cells/", views.cells, name="cells"),
    path("imports/<uuid:identifier>/write/", views.write, name="write"),
    path("imports/<uuid:identifier>/cancel/", views.cancel, name="cancel"),
    path("imports/<uuid:identifier>/resume/", views.resume, name="resume"),
    path("imports/<uuid:identifier>/drop/", views.drop, name="drop"),
    path("imports/<uuid:identifier>/annotated.xlsx", views.annotated, name="annotated"),
]
