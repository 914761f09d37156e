"""Addresses of listings."""

from django.urls import path

from kechuang.mechanisms.market.listing import interest_views, public_views, views

app_name = "market_listing"
urlpatterns = [
    path("market/listings/", views.listings, name="list"),
    path("market/listings/new/", views.open_page, name="open"),
    path("market/listings/published/", public_views.published, name="published"),
    path("market/listings/published/<uuid:identifier>/", public_views.one, name="published-one"),
    path("market/listings/published/<uuid:identifier>/register/", interest_views.register, name="register"),
    path("market/listings/interests/", interest_views.interests, name="interests"),
    *(
        path(
            f"market/listings/interests/<uuid:identifier>/{move.replace('_', '-')}/",
            interest_views.step_page(move),
            name=f"interest-{move.replace('_', '-')}",
        )
        for move in interest_views.PERMISSIONS
    ),
    *(
        path(
            f"market/listings/<uuid:identifier>/{move.replace('_', '-')}/",
            views.step_page(move),
            name=f"step-{move.replace('_', '-')}",
        )
        for move in views.PERMISSIONS
    ),
]
