"""Addresses of evaluations."""

from django.urls import path

from kechuang.mechanisms.delivery.evaluation import line_views, public_views, views
from kechuang.mechanisms.delivery.evaluation.report import views as report_views

app_name = "delivery_evaluation"
urlpatterns = [
    path("evaluations/", views.evaluations, name="list"),
    path("evaluations/new/", views.open_page, name="open"),
    path("evaluations/self-reports/", views.reports, name="reports"),
    path("evaluations/statements/", views.statements, name="statements"),
    path("evaluations/comments/", views.comments, name="comments"),
    path("evaluations/published/", public_views.published, name="published"),
    path("evaluations/published/<uuid:identifier>/", public_views.one, name="published-one"),
    path("evaluations/<uuid:identifier>/say/", public_views.have_your_say, name="have-your-say"),
    path("evaluations/<uuid:identifier>/report/<int:edition>/", report_views.report, name="report"),
    path("evaluations/<uuid:identifier>/report/<int:edition>/check/", report_views.check, name="report-check"),
    path("evaluations/<uuid:identifier>/report/<int:edition>/<slug:which>/", public_views.file, name="file"),
    path("evaluations/<uuid:identifier>/check/", line_views.desk, name="check"),
    path("evaluations/statements/<uuid:statement>/recall/", line_views.recall, name="recall"),
    path("evaluations/comments/<uuid:comment>/answer/", line_views.answer, name="answer"),
    path("evaluations/adjustments/<uuid:adjustment>/decide/", line_views.decide, name="decide"),
    path("evaluations/adjustments/<uuid:adjustment>/apply/", line_views.apply, name="apply"),
    *(
        path(f"evaluations/<uuid:identifier>/{move.replace('_', '-')}/", views.step_page(move), name=move)
        for move in views.PERMISSIONS
    ),
    path("evaluations/self-reports/<uuid:identifier>/fill/", line_views.fill, name="report-submit"),
    *(
        path(f"evaluations/self-reports/<uuid:identifier>/{move}/", line_views.report_step(move), name=f"report-{move}")
        for move in ("take", "return", "urge", "waive")
    ),
]
