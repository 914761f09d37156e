"""Addresses of measured promises and of the progress of plans."""

from django.urls import path

from kechuang.indicators.promises import act_views, plan_views, views

app_name = "promises"
urlpatterns = [
    path("promises/measured/", views.promises, name="list"),
    path("promises/measured/<uuid:identifier>/", views.promise, name="promise"),
    path("promises/measured/<uuid:identifier>/change/", act_views.change, name="change"),
    path("promises/measured/<uuid:identifier>/judge/", act_views.judge, name="judge"),
    path("promises/measured/<uuid:identifier>/release/", act_views.release, name="release"),
    path("promises/plans/", plan_views.plans, name="plans"),
    path("promises/plans/<uuid:identifier>/", plan_views.plan, name="plan"),
    path("promises/plans/<uuid:identifier>/embed/", plan_views.embed, name="embed"),
    path("promises/plans/<uuid:identifier>/data.json", plan_views.data, name="data"),
    path("promises/plans/<uuid:identifier>/data.csv", plan_views.table, name="table"),
    path("promises/plans/<uuid:document>/targets/<str:code>/bind/", act_views.bind, name="bind"),
]
