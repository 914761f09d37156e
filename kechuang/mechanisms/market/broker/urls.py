"""Addresses of brokers. What stands under ``register`` is for everybody."""

from django.urls import path

from kechuang.mechanisms.market.broker import public_views, views

app_name = "market_broker"
urlpatterns = [
    path("market/brokers/", views.entries, name="list"),
    path("market/brokers/new/", views.apply, name="apply"),
    path("market/brokers/register/", public_views.register, name="public"),
    path("market/brokers/register/certificate/", public_views.certificate, name="certificate"),
    path("market/brokers/register/statistics/", public_views.statistics, name="statistics"),
    path("market/brokers/register/<uuid:identifier>/", public_views.one, name="public-one"),
    path("market/brokers/deals/", views.deals, name="deals"),
    path("market/brokers/deals/new/", views.claim, name="claim"),
    path("market/brokers/<uuid:identifier>/amend/", views.amend, name="amend"),
    *(
        path(
            f"market/brokers/{'deals/' if move in views.ON_DEALS else ''}<uuid:identifier>/{move.replace('_', '-')}/",
            views.step_page(move),
            name=move,
        )
        for move in views.PERMISSIONS
    ),
]
