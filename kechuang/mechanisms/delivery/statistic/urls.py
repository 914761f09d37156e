"""Addresses of statistics."""

from django.urls import URLPattern, path

from kechuang.mechanisms.delivery.statistic import editing, open_data, views

app_name = "delivery_statistic"
urlpatterns: list[URLPattern] = [
    path("statistics/", views.indicators, name="indicators"),
    path("statistics/observations/", views.observations, name="observations"),
    path("statistics/define/", editing.define, name="define"),
    path("statistics/starting/", editing.starting_dictionary, name="starting"),
    path("statistics/enter/", editing.enter, name="enter"),
    path("statistics/table/", editing.table, name="grid"),
    path("statistics/revise/<uuid:identifier>/", editing.revise, name="revise"),
    path("statistics/retire/<uuid:identifier>/", editing.retire, name="retire"),
    path("statistics/data.csv", open_data.as_csv, name="open-csv"),
    path("statistics/data.sdmx.csv", open_data.as_sdmx, name="open-sdmx"),
    path("statistics/data.json", open_data.as_json, name="open-json"),
    path("statistics/indicators/<str:code>/", views.indicator, name="indicator"),
    path("statistics/indicators/<str:code>/<str:place>/", views.series, name="series"),
]
