"""Addresses of files."""

from django.urls import path

from kechuang.casework.files import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:identifier>/", views.file, name="file"),
    path("files/<uuid:identifier>/content", views.content, name="content"),
    path("files/<uuid:identifier>/preview/<int:number>", views.preview, name="preview"),
    path("files/<uuid:identifier>/withdraw/", views.withdraw, name="withdraw"),
    path("files/<uuid:identifier>/erase/", views.erase, name="erase"),
    path("cases/<uuid:identifier>/evidence/add/", views.add, name="add"),
    path("cases/<uuid:identifier>/archive/", views.archive, name="archive"),
]
