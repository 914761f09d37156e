"""Addresses of events. The calendar, its feed, the list of all and one event are for everybody."""

from django.urls import path

from kechuang.mechanisms.market.roadshow import public_views, views

app_name = "market_roadshow"
urlpatterns = [
    path("market/events/", public_views.month, name="calendar"),
    path("market/events/calendar.ics", public_views.feed, name="feed"),
    path("market/events/all/", public_views.everything, name="all"),
    path("market/events/desk/", views.events, name="list"),
    path("market/events/new/", views.plan, name="plan"),
    path("market/events/<uuid:identifier>/", public_views.one, name="one"),
    path("market/events/<uuid:identifier>/event.ics", public_views.one_file, name="one-file"),
    path("market/events/<uuid:identifier>/join/", public_views.join, name="join"),
    path("market/events/<uuid:identifier>/leave/", public_views.leave, name="leave"),
    path("market/events/<uuid:identifier>/amend/", views.amend, name="amend"),
    path("market/events/<uuid:identifier>/unshow/", views.unshow, name="unshow"),
    *(path(f"market/events/<uuid:identifier>/{move}/", views.step_page(move), name=move) for move in views.STEPS),
]
