"""Addresses of plain matters."""

from django.urls import path

from kechuang.casework.matters import views

app_name = "matters"
urlpatterns = [
    path("matters/", views.matters, name="list"),
    path("matters/new/", views.submit, name="submit"),
    path("matters/take-in/", views.take_in, name="take-in"),
    *(path(f"matters/<uuid:identifier>/{move}/", views.step_page(move), name=move) for move in views.PERMISSIONS),
]
