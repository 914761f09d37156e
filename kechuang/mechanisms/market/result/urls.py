"""Addresses of achievements and of rights in technology."""

from django.urls import path

from kechuang.mechanisms.market.result import public_views, right_views, views

app_name = "market_result"
urlpatterns = [
    path("market/results/", views.results, name="list"),
    path("market/results/new/", views.new, name="new"),
    path("market/results/mine/", views.mine, name="mine"),
    path("market/results/deals/", views.deals, name="deals"),
    path("market/results/public/", public_views.results, name="public"),
    path("market/results/public/<uuid:identifier>/", public_views.one, name="public-one"),
    path("market/results/landscape/", public_views.landscape, name="landscape"),
    path("market/results/<uuid:identifier>/own/", views.own, name="own"),
    *(
        path(f"market/results/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
    path("market/rights/", right_views.rights, name="rights"),
    path("market/rights/entries/", right_views.entries, name="entries"),
    path("market/rights/apply/", right_views.apply_first, name="apply"),
    path("market/rights/check/", right_views.check, name="check"),
    path("market/rights/check/<uuid:identifier>/", right_views.check_one, name="check-one"),
    path("market/rights/<uuid:identifier>/apply/<str:entry>/", right_views.apply, name="apply-entry"),
    *(
        path(f"market/rights/<uuid:identifier>/{move}/", right_views.right_page(move), name=f"right-{move}")
        for move in ("dispute", "settle", "end")
    ),
    *(
        path(f"market/rights/entries/<uuid:identifier>/{move}/", right_views.entry_page(move), name=f"entry-{move}")
        for move in right_views.ENTRY_PERMISSIONS
    ),
]
