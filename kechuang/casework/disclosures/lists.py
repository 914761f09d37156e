"""The list of disclosures, declared once: page, files and API come from it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.disclosures.models import Disclosure
from kechuang.casework.erasure import subject_of
from kechuang.web.disclosing import API, EXPORT, FILE, PAGE, PROOF
from kechuang.web.filters import Choice, Days
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List

WAYS = {
    PAGE: "disclosure.page",
    API: "disclosure.api",
    PROOF: "disclosure.proof",
    EXPORT: "disclosure.export",
    FILE: "disclosure.file",
}


def reader(row: Disclosure) -> str:
    """Name who read, and for whom."""
    name = row.by.name if row.by else "—"
    if row.on_behalf_of is None:
        return name
    return gettext("%(name)s on behalf of %(other)s") % {"name": name, "other": row.on_behalf_of.name}


def duty(row: Disclosure) -> str:
    """Name the role by which the reader could read."""
    return gettext(row.role) if row.role else ""


def about(row: Disclosure) -> str:
    """Say of whom the record speaks: the reader of the list, or the body whose case it is."""
    return gettext("me") if row.subject else str(getattr(row, "holder", None) or "—")


def record(row: Disclosure) -> str:
    """Name the record: its kind in words, and the number of its case."""
    number = getattr(row, "number", None) or ""
    return f"{gettext(row.kind)} {number}".strip()


def groups(row: Disclosure) -> str:
    """Name the groups in words."""
    codes = ["group." + code.partition(".")[0] for code in row.groups.split(",")]
    return gettext(", ").join(gettext(code) for code in codes)


def way(row: Disclosure) -> str:
    """Say by which way."""
    return gettext(WAYS.get(row.way, row.way))


def ways(_request: HttpRequest) -> list[tuple[str, str]]:
    """Give the ways as options of a filter."""
    return [(code, gettext(word)) for code, word in WAYS.items()]


def address(row: Disclosure) -> str:
    """Give where the record stands, for those who may open it: facts for all, cases for the people of their holder."""
    if "/" not in row.record:
        return reverse("ledger:fact", args=[row.record])
    return reverse("casework:case", args=[row.case]) if row.case and not row.subject else ""


DISCLOSURES = List(
    key="disclosures",
    caption=_("Who saw what"),
    columns=[
        Column(name="last_at", label=_("Last seen"), kind="moment", sort=("last_at",)),
        Column(name="reader", label=_("Reader"), value=reader, kind="main"),
        Column(name="body", label=_("Reader's body"), value="body__name"),
        Column(name="role", label=_("Reader's duty"), value=duty, phone=False),
        Column(name="record", label=_("Record read"), value=record, link=True),
        Column(name="about", label=_("Whom it concerns"), value=about),
        Column(name="groups", label=_("Part shown"), value=groups, phone=False),
        Column(name="way", label=_("Way of reading"), value=way),
        Column(name="first_at", label=_("First seen that day"), kind="moment", phone=False),
    ],
    filters=[Choice("way", _("Way of reading"), ways), Days("day", _("Day of reading"))],
    order="-last_at",
    empty=Empty(sentence=_("Nobody but those concerned has opened a restricted record about you or your body.")),
    row_url=address,
    persons=lambda row: [subject_of(row.by_id)] if row.by_id else [],
)
