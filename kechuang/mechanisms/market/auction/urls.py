"""Addresses of sales by auction."""

app_name = "market_auction"
urlpatterns: list = []
