"""Addresses of the standard moves."""

from django.urls import URLPattern, path

from kechuang.casework.standard import many, objecting, prepared_views, rounds, views
from kechuang.casework.standard.alongside import form_of
from kechuang.casework.standard.forms import FORMS

app_name = "standard"


def _page(move: str) -> URLPattern:
    name = form_of(move).partition(":")[2]
    return path(f"cases/<uuid:identifier>/{name}/", views.move_page(move), name=name)


def _many(move: str) -> URLPattern:
    name = form_of(move).partition(":")[2]
    return path(f"cases/many/{name}/", many.many_page(move), name=f"many-{name}")


urlpatterns = [
    *(_many(move) for move in many.FORMS),
    *(_page(move) for move in FORMS),
    path("objections/<uuid:identifier>/", objecting.objection, name="objection"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new, name="round-new"),
    path("rounds/<uuid:identifier>/", rounds.round_, name="round"),
    path("prepared/", prepared_views.prepared, name="prepared"),
    path("prepared/new/<slug:code>/", prepared_views.prepare, name="prepare"),
    path("prepared/<uuid:identifier>/", prepared_views.one, name="prepared-one"),
    path("prepared/<uuid:identifier>/edit/", prepared_views.edit, name="prepared-edit"),
]
