"""Addresses of casework."""

from django.urls import path

from kechuang.casework import board, views

app_name = "casework"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<slug:box>/", views.inbox, name="inbox"),
    path("inbox/<slug:box>/board/", board.board, name="board"),
    path("cases/<uuid:identifier>/", views.case, name="case"),
]
