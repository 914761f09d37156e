"""Addresses of the market's front page, its markets and its figures; everybody may read them."""

from django.urls import path

from kechuang.mechanisms.market.overview import views

app_name = "market_overview"
urlpatterns = [
    path("market/", views.front, name="front"),
    path("market/markets/", views.markets, name="markets"),
    path("market/figures/", views.figures, name="figures"),
]
