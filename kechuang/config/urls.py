"""All addresses, gathered from the packages."""

from django.urls import URLPattern, URLResolver, include, path

from kechuang.web.api import build

handler400 = "kechuang.web.errors.bad_request"
handler403 = "kechuang.web.errors.forbidden"
handler404 = "kechuang.web.errors.not_found"
handler500 = "kechuang.web.errors.failure"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kechuang.web.urls")),
    path("api/v1/", build().urls),
    path("", include("kechuang.ledger.urls")),
    path("", include("kechuang.rulebook.urls")),
    path("", include("kechuang.web.identity.urls")),
    path("", include("kechuang.casework.urls")),
    path("", include("kechuang.casework.posts.urls")),
    path("", include("kechuang.casework.files.urls")),
    path("", include("kechuang.casework.notices.urls")),
    path("", include("kechuang.casework.elements.urls")),
    path("", include("kechuang.casework.imports.urls")),
    path("", include("kechuang.casework.standard.urls")),
    path("", include("kechuang.casework.papers.urls")),
    path("", include("kechuang.casework.matters.urls")),
    path("", include("kechuang.casework.disclosures.urls")),
    path("", include("kechuang.casework.briefing.urls")),
    path("", include("kechuang.policy.review.urls")),
    path("", include("kechuang.policy.works.urls")),
    path("", include("kechuang.policy.filing.urls")),
    path("", include("kechuang.policy.urls")),
    path("", include("kechuang.resources.organisations.urls")),
    path("", include("kechuang.mechanisms.sharing.voucher.urls")),
    path("", include("kechuang.mechanisms.sharing.settlement.urls")),
    path("", include("kechuang.mechanisms.market.result.urls")),
    path("", include("kechuang.mechanisms.market.auction.urls")),
    path("", include("kechuang.mechanisms.market.contract.urls")),
    path("", include("kechuang.mechanisms.delivery.task.urls")),
    path("", include("kechuang.mechanisms.delivery.statistic.urls")),
    path("", include("kechuang.mechanisms.delivery.evaluation.urls")),
    path("", include("kechuang.mechanisms.market.demand.urls")),
    path("", include("kechuang.mechanisms.market.notice.urls")),
    path("", include("kechuang.mechanisms.market.listing.urls")),
    path("", include("kechuang.mechanisms.market.reward.urls")),
    path("", include("kechuang.mechanisms.market.broker.urls")),
    path("", include("kechuang.mechanisms.market.roadshow.urls")),
    path("", include("kechuang.mechanisms.market.trial.urls")),
    path("", include("kechuang.mechanisms.market.attestation.urls")),
    path("", include("kechuang.mechanisms.market.appraisal.urls")),
    path("", include("kechuang.mechanisms.market.protection.urls")),
    path("", include("kechuang.mechanisms.market.ocds.urls")),
    path("", include("kechuang.mechanisms.market.overview.urls")),
    path("", include("kechuang.indicators.promises.urls")),
    path("", include("kechuang.indicators.urls")),
    path("", include("kechuang.config.node_urls")),
]
