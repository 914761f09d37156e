"""Addresses of the registration of technology contracts."""

from django.urls import path

from kechuang.mechanisms.market.contract import desk_views, public_views, step_views, views

app_name = "market_contract"
urlpatterns = [
    path("market/contracts/", views.contracts, name="list"),
    path("market/contracts/new/", views.submit, name="submit"),
    path("market/contracts/take-in/", views.take_in, name="take-in"),
    path("market/contracts/desk/", desk_views.desk, name="desk"),
    path("market/contracts/desk/batch/", desk_views.batch, name="batch"),
    path("market/contracts/<uuid:identifier>/confirm/", desk_views.confirm, name="confirm"),
    path("market/contracts/check/", public_views.check, name="check"),
    path("market/contracts/statistics/", public_views.statistics, name="statistics"),
    path("market/contracts/flows/", public_views.flows, name="flows"),
    path("market/contracts/certificates/<uuid:identifier>/", public_views.certificate, name="certificate"),
    path("market/contracts/report/", views.report, name="report"),
    *(
        path(f"market/contracts/<uuid:identifier>/{move.replace('_', '-')}/", views.edit_page(move), name=move)
        for move in views.EDITS
    ),
    *(
        path(f"market/contracts/<uuid:identifier>/{move.replace('_', '-')}/", step_views.step_page(move), name=move)
        for move in step_views.PERMISSIONS
    ),
]
