"""Addresses of trials, of the pool and of open licences."""

from django.urls import path

from kechuang.mechanisms.market.trial import public_views, views
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_USE, TRIAL

app_name = "market_trial"
PREFIXES = {
    OFFER.kind: "market/trials/offers",
    TRIAL.kind: "market/trials",
    OPEN_LICENCE.kind: "market/open-licences",
    OPEN_USE.kind: "market/open-licences/uses",
}
urlpatterns = [
    path("market/trials/", views.trials, name="list"),
    path("market/trials/offers/", views.offers, name="offers"),
    path("market/trials/offers/new/", views.opening(OFFER.kind), name="offer"),
    path("market/trials/pool/", public_views.pool, name="pool"),
    path("market/trials/pool/<uuid:identifier>/", public_views.pool_one, name="pool-one"),
    path("market/trials/pool/<uuid:identifier>/ask/", public_views.ask, name="ask"),
    path("market/trials/gains/", public_views.gains, name="gains"),
    path("market/open-licences/", views.licences, name="licences"),
    path("market/open-licences/new/", views.opening(OPEN_LICENCE.kind), name="declare"),
    path("market/open-licences/uses/", views.uses, name="uses"),
    path("market/open-licences/register/", public_views.register, name="register"),
    path("market/open-licences/register/<uuid:identifier>/", public_views.register_one, name="register-one"),
    path("market/open-licences/register/<uuid:identifier>/take/", public_views.take, name="take"),
    *(
        path(
            f"{PREFIXES[kind]}/<uuid:identifier>/{move.replace('_', '-')}/",
            views.step_page(kind, move),
            name=f"{kind.rpartition('.')[2]}-{move}",
        )
        for kind, steps in views.FORMS.items()
        for move in steps
    ),
]
