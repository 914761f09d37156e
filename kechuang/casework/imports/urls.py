"""Addresses of tables taken in."""

from django.urls import path

from kechuang.casework.imports import acting_views, file_views, views

app_name = "imports"
urlpatterns = [
    path("imports/", views.home, name="home"),
    path("imports/remembered/", views.remembered, name="remembered"),
    path("imports/tables/<slug:kind>/", views.upload, name="upload"),
    path("imports/tables/<slug:kind>/template.xlsx", file_views.template, name="template"),
    path("imports/tables/<slug:kind>/records.xlsx", file_views.records, name="records"),
    path("imports/<uuid:identifier>/", views.upload_page, name="upload-page"),
    path("imports/<uuid:identifier>/columns/", views.columns, name="columns"),
    path("imports/<uuid:identifier>/cells/", acting_views.cells, name="cells"),
    path("imports/<uuid:identifier>/write/", acting_views.write, name="write"),
    path("imports/<uuid:identifier>/cancel/", acting_views.cancel, name="cancel"),
    path("imports/<uuid:identifier>/resume/", acting_views.resume, name="resume"),
    path("imports/<uuid:identifier>/drop/", acting_views.drop, name="drop"),
    path("imports/<uuid:identifier>/annotated.xlsx", file_views.annotated, name="annotated"),
]
