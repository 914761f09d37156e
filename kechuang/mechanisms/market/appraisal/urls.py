"""Addresses of evaluations."""

from django.urls import path

from kechuang.mechanisms.market.appraisal import public_views, views

app_name = "market_appraisal"
urlpatterns = [
    path("market/appraisals/", views.appraisals, name="list"),
    path("market/appraisals/new/", views.commission, name="commission"),
    path("market/appraisals/published/", public_views.published, name="published"),
    path("market/appraisals/published/<uuid:identifier>/", public_views.one, name="published-one"),
    *(
        path(f"market/appraisals/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
]
