"""Addresses of agreed prices."""

from django.urls import path

from kechuang.mechanisms.market.notice import public_views, views

app_name = "market_notice"
urlpatterns = [
    path("market/notices/", views.notices, name="list"),
    path("market/notices/new/", views.open_page, name="open"),
    path("market/notices/published/", public_views.published, name="published"),
    path("market/notices/published/<uuid:identifier>/", public_views.one, name="published-one"),
    path("market/notices/<uuid:identifier>/bundle/", views.bundle, name="bundle"),
    *(
        path(f"market/notices/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
]
