"""Addresses of settlements."""

from django.urls import path

from kechuang.mechanisms.sharing.settlement import flows, period_steps, steps, views

app_name = "settlement"
urlpatterns = [
    path("settlement/", views.periods, name="periods"),
    path("settlement/flows/", flows.flows, name="flows"),
    path("settlement/open/", period_steps.open_period, name="open"),
    path("settlement/outlays/", views.outlays, name="outlays"),
    path("settlement/outlays/confirm/", period_steps.confirm_outlays, name="confirm-outlays"),
    path("settlement/<uuid:identifier>/record/", period_steps.record, name="record"),
    path("settlement/<uuid:identifier>/all/<slug:step>/", steps.all_statements, name="all"),
    path("settlement/<uuid:identifier>/net/", period_steps.net, name="net"),
    path("settlement/<uuid:identifier>/pay/", period_steps.pay, name="pay"),
    path("settlement/<uuid:identifier>/transfers/", views.transfers, name="transfers"),
    path("settlement/<uuid:identifier>/sheet/", views.sheet, name="sheet"),
    path("settlement/statements/<uuid:identifier>/", views.lines, name="lines"),
    path("settlement/statements/<uuid:identifier>/sheet/", views.statement_sheet, name="statement-sheet"),
    path("settlement/statements/<uuid:identifier>/message.json", views.message, name="message"),
    path("settlement/statements/<uuid:identifier>/receive/", steps.receive, name="receive"),
    path("settlement/statements/<uuid:identifier>/send-back/", steps.send_back, name="send-back"),
    path("settlement/statements/<uuid:identifier>/correct/", steps.correct, name="correct"),
    path("settlement/statements/<uuid:identifier>/prepare/", steps.statement_step, {"step": "prepare"}, name="prepare"),
    path("settlement/statements/<uuid:identifier>/redraw/", steps.statement_step, {"step": "redraw"}, name="redraw"),
    path("settlement/statements/<uuid:identifier>/check/", steps.statement_step, {"step": "check"}, name="check"),
    path("settlement/statements/<uuid:identifier>/send/", steps.statement_step, {"step": "send"}, name="send"),
    path(
        "settlement/statements/<uuid:identifier>/reconcile/",
        steps.statement_step,
        {"step": "reconcile"},
        name="reconcile",
    ),
]
