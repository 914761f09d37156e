"""Addresses of attestations."""

from django.urls import path

from kechuang.mechanisms.market.attestation import public_views, views

app_name = "market_attestation"
urlpatterns = [
    path("market/attestations/", views.attestations, name="list"),
    path("market/attestations/ask/", views.ask_page, name="ask"),
    path("market/attestations/open/", views.open_page, name="open"),
    path("market/attestations/published/", public_views.published, name="published"),
    path("market/attestations/check/", public_views.check, name="check"),
    path("market/attestations/check/<slug:number>/", public_views.certificate, name="certificate"),
    path("market/attestations/<uuid:identifier>/present/", views.present, name="present"),
    path("market/attestations/<uuid:identifier>/certificate.pdf", views.certificate_pdf, name="pdf"),
    path("market/attestations/<uuid:identifier>/bundle/", views.bundle, name="bundle"),
    *(
        path(f"market/attestations/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
]
