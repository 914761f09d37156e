"""Addresses of rewards, empowerments and yearly reports."""

from django.urls import path

from kechuang.mechanisms.market.reward import calculating, public_views, totals, views
from kechuang.mechanisms.market.reward.right_forms import STEPS
from kechuang.mechanisms.market.reward.rules.moves import DISTRIBUTION, EMPOWERMENT, REPORT

app_name = "market_reward"
HOMES = {
    DISTRIBUTION.kind: "market/rewards",
    EMPOWERMENT.kind: "market/empowerments",
    REPORT.kind: "market/transfer-reports",
}
urlpatterns = [
    path("market/rewards/", views.sheets, name="list"),
    path("market/rewards/calculator/", calculating.calculator, name="calculator"),
    path("market/rewards/totals/", totals.show, name="totals"),
    path("market/rewards/dormant/", public_views.dormant, name="dormant"),
    path("market/rewards/notices/", public_views.notices, name="notices"),
    path("market/rewards/notices/<uuid:identifier>/", public_views.notice, name="notice"),
    path("market/rewards/draft/", views.opening(DISTRIBUTION.kind), name="draft"),
    path("market/rewards/<uuid:identifier>/batch/", views.batch, name="batch"),
    path("market/empowerments/", views.empowerments, name="empowerments"),
    path("market/empowerments/apply/", views.opening(EMPOWERMENT.kind), name="apply"),
    path("market/empowerments/notices/<uuid:identifier>/", public_views.empowerment_notice, name="empowerment-notice"),
    path("market/transfer-reports/", views.reports, name="reports"),
    path("market/transfer-reports/file/", views.opening(REPORT.kind), name="report"),
    *(
        path(
            f"{HOMES[kind]}/<uuid:identifier>/{move.replace('_', '-')}/",
            views.step_page(kind, move),
            name=f"{kind.rpartition('.')[2]}-{move}",
        )
        for kind, steps in STEPS.items()
        for move in steps
    ),
]
