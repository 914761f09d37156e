"""Addresses of the open data of the market; everybody may read them."""

from django.urls import path

from kechuang.mechanisms.market.ocds import views

app_name = "market_ocds"
urlpatterns = [
    path("market/open-data/", views.open_data, name="open-data"),
    path("market/open-data/<str:month>/releases.json", views.releases, name="releases"),
    path("market/open-data/<str:month>/records.json", views.records, name="records"),
    path("market/open-data/<str:month>/releases.csv", views.table, name="table"),
    path("market/open-data/records/<str:name>/record.json", views.record, name="record"),
]
