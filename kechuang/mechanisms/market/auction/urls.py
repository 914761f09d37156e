"""Addresses of sales by auction. What stands under ``auctions`` and ``live`` is for everybody."""

from django.urls import path

from kechuang.mechanisms.market.auction import (
    bid_views,
    bidder_views,
    criteria_views,
    desk_views,
    public_views,
    resale_views,
    sale_views,
)

app_name = "market_auction"
urlpatterns = [
    path("market/auctions/", public_views.auctions, name="auctions"),
    path("market/auctions/figures/", public_views.figures, name="figures"),
    path("market/auctions/lots/", public_views.lots, name="public-lots"),
    path("market/auctions/<uuid:identifier>/", public_views.notice, name="notice"),
    path("market/auctions/<uuid:identifier>/log.jsonl", public_views.sale_log, name="sale-log"),
    path("market/auctions/lots/<uuid:identifier>/", public_views.lot, name="lot"),
    path("market/auctions/lots/<uuid:identifier>/record/", public_views.record, name="record"),
    path("market/auctions/lots/<uuid:identifier>/criteria/", criteria_views.criteria, name="criteria"),
    path("market/auctions/lots/<uuid:identifier>/log.jsonl", public_views.lot_log, name="lot-log"),
    path("market/auctions/lots/<uuid:identifier>/bid/", bid_views.bid, name="bid"),
    path("market/auctions/lots/<uuid:identifier>/secret/", bid_views.secret, name="secret"),
    path("market/live/<uuid:identifier>.json", public_views.live, name="live"),
    path("market/auctions/lots/<uuid:identifier>/register/", bidder_views.register, name="register"),
    path("market/bidding/", bidder_views.mine, name="mine"),
    path("market/bidding/<uuid:identifier>/collect/", bidder_views.collect, name="collect"),
    path("market/bidders/", sale_views.bidders, name="bidders"),
    *(
        path(f"market/bidders/<uuid:identifier>/{move.replace('_', '-')}/", bidder_views.step_page(move), name=move)
        for move in bidder_views.STEPS
    ),
    path("market/sales/", sale_views.sales, name="list"),
    path("market/sales/new/", sale_views.prepare, name="prepare"),
    path("market/sales/<uuid:identifier>/change/", sale_views.change, name="change"),
    path("market/sales/<uuid:identifier>/enter/", sale_views.enter, name="enter"),
    *(
        path(f"market/sales/<uuid:identifier>/{move.replace('_', '-')}/", sale_views.sale_step(move), name=move)
        for move in sale_views.SALE_STEPS
    ),
    path("market/lots/", sale_views.lots, name="lots"),
    path("market/lots/<uuid:identifier>/amend/", sale_views.amend, name="amend"),
    path("market/lots/<uuid:identifier>/drop/", sale_views.drop, name="drop"),
    path("market/lots/<uuid:identifier>/resell/", resale_views.resell, name="resell"),
    path("market/lots/<uuid:identifier>/desk/", desk_views.desk, name="desk"),
    *(
        path(f"market/lots/<uuid:identifier>/{move}/", sale_views.order_step(move), name=move)
        for move in sale_views.ORDERS
    ),
]
