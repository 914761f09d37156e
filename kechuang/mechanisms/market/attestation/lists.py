"""The lists of attestations: those of parties and offices, and the certificates that everybody may look up."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.attestation import queries, wording
from kechuang.mechanisms.market.attestation.models import Attestation
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION, ISSUED
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the attestations that the reader may see."""
    return queries.cases(actor_of(request), clock.today())


def published(_request: HttpRequest) -> QuerySet[Attestation]:
    """Give the certificates that everybody may look up."""
    return queries.public()


def _paths(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in wording.PATHS.items()]


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return [(code, words.state(ATTESTATION.kind, code).word) for code in ISSUED]


def _places(_request: HttpRequest) -> list[tuple[str, str]]:
    return publishing.places(queries.public())


ATTESTATIONS = List(
    key="attestations",
    caption=_("Attestations of deals"),
    columns=(
        Column(name="number", label=_("Request number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("What was sold"), kind="main", link=True),
        Column(name="certificate", label=_("Certificate of the deal"), value="attestation__number", kind="code"),
        shared.STATE,
        Column(
            name="path",
            label=_("How the price was found"),
            value=lambda row: wording.path(row.attestation.path_kind),
            phone=False,
            shown=False,
        ),
        Column(name="holder", label=_("Asked for by"), value="holder__name", phone=False),
        Column(name="amount", label=_("Known amount (yuan)"), kind="money", phone=False),
        Column(name="issued_on", label=_("Certificate issued on"), value="attestation__issued_on", kind="day"),
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Text(
            "q",
            _("Number or title"),
            ("number__startswith", "title__icontains", "attestation__number__startswith"),
        ),
        Choice("state", _("State"), lambda _request: shared.state_options(ATTESTATION.kind)),
        Choice("path", _("How the price was found"), _paths, column="attestation__path_kind"),
        Days("issued", _("Certificate issued on"), "attestation__issued_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No attestation yet. A party of a deal asks for one once the contract is registered."),
        action=Action(label=_("Ask for a certificate"), url=reverse_lazy("market_attestation:ask")),
    ),
)

PUBLISHED = List(
    key="published-attestations",
    caption=_("Certificates of deals"),
    columns=(
        Column(name="number", label=_("Number of the certificate"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("What was sold"), value="case__title", kind="main", link=True),
        Column(name="path", label=_("How the price was found"), value=lambda row: wording.path(row.path_kind)),
        Column(
            name="holder",
            label=_("Asked for by (masked)"),
            value=lambda row: wording.masked(row.case.holder.name if row.case.holder else ""),
            phone=False,
        ),
        Column(name="office", label=_("Certified by"), value="case__office__name", phone=False),
        publishing.STATE,
        Column(name="version", label=_("Version"), value=lambda row: str(row.version), phone=False, shown=False),
        Column(name="issued_on", label=_("Certificate issued on"), kind="day"),
        Column(name="ended_on", label=_("Revoked on"), kind="day", phone=False, shown=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "case__title__icontains")),
        Choice("state", _("State"), _states, column="case__state"),
        Choice("path", _("How the price was found"), _paths, column="path_kind"),
        Place("place", _("Place"), _places, column="case__place"),
        Days("issued", _("Certificate issued on"), "issued_on"),
    ),
    order="-number",
    row_url=lambda row: reverse("market_attestation:certificate", args=[row.number]),
    empty=Empty(sentence=_("No certificate fits. Operators of the market issue one after a completed sale.")),
)
