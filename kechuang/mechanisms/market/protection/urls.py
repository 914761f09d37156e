"""Addresses of cases of protection."""

from django.urls import path

from kechuang.mechanisms.market.protection import views

app_name = "market_protection"
urlpatterns = [
    path("market/protection/", views.front, name="front"),
    path("market/protection/cases/", views.protections, name="list"),
    path("market/protection/new/", views.report, name="report"),
    *(
        path(f"market/protection/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
]
