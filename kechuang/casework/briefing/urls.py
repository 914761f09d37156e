"""Addresses of the leader's first page."""

from django.urls import path

from kechuang.casework.briefing import views

app_name = "briefing"
urlpatterns = [
    path("brief/", views.brief, name="brief"),
    path("brief/seen/", views.seen, name="seen"),
]
