"""Addresses of the standard moves."""

from django.urls import URLPattern, path

from kechuang.casework.standard import views
from kechuang.casework.standard.alongside import form_of
from kechuang.casework.standard.forms import FORMS

app_name = "standard"


def _page(move: str) -> URLPattern:
    name = form_of(move).partition(":")[2]
    return path(f"cases/<uuid:identifier>/{name}/", views.move_page(move), name=name)


urlpatterns = [_page(move) for move in FORMS]
