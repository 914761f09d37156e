"""Addresses of technology demands."""

from django.urls import path

from kechuang.mechanisms.market.demand import public_views, views

app_name = "market_demand"
urlpatterns = [
    path("market/demands/", views.demands, name="list"),
    path("market/demands/new/", views.post, name="post"),
    path("market/demands/published/", public_views.published, name="published"),
    path("market/demands/published/<uuid:identifier>/", public_views.one, name="published-one"),
    path("market/demands/published/<uuid:identifier>/answer/", public_views.answer, name="answer"),
    *(
        path(f"market/demands/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
]
