"""An attestation for pages: what everybody reads, what its parties read besides."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.ledger import sign
from kechuang.ledger.models import Entry
from kechuang.mechanisms.market.attestation import queries, sources, wording
from kechuang.mechanisms.market.attestation.models import Attestation, AttestationVersion
from kechuang.mechanisms.market.attestation.rules.checking import Line
from kechuang.mechanisms.market.notice import wording as notices
from kechuang.web import divisions, written
from kechuang.web.parts import Fact, State
from kechuang.web.refusals import sentence


def _kept(rows: list[Fact]) -> list[Fact]:
    return [each for each in rows if each.value not in {"", None}]


def yes_no(value: object) -> str:
    """Say yes or no."""
    return _("yes") if value else _("no")


def claim(code: str, value: str) -> str:
    """Write a claim of a certificate that is one text."""
    if code == "price":
        return wording.price(value)
    return yuan(value) if code.endswith("_yuan") else value


def yuan(value: str) -> str:
    """Write an amount that is kept as text."""
    return written.money(Decimal(value))


def public_facts(row: Attestation, version: AttestationVersion) -> list[Fact]:
    """Give what everybody reads of one version: no party, no amount."""
    said, case = version.said, row.case
    source = sources.SOURCES.get(row.path_kind)
    found_by = _("%(way)s, %(number)s") % {"way": wording.path(row.path_kind), "number": said["path_number"]}
    return _kept(
        [
            Fact(term=_("Number of the certificate"), value=row.number),
            Fact(term=_("Version"), value=str(version.version)),
            Fact(term=_("Certified by"), value=case.office.name if case.office else ""),
            Fact(term=_("Place"), value=divisions.name(case.place)),
            Fact(term=_("What was sold"), value="、".join(said["achievements"])),
            Fact(term=_("Mode of the transfer"), value=notices.mode(said["mode"])),
            Fact(term=_("How the price was found"), value=found_by, url=source.url(row.path_case) if source else ""),
            Fact(term=_("Price finding from, until"), value=f"{said['start']} – {said['end']}"),
            Fact(term=_("Contract signed on"), value=date.fromisoformat(said["signed_on"])),
            Fact(term=_("Paid in full"), value=yes_no(said["paid"])),
            Fact(term=_("Certified on"), value=version.on),
            Fact(term=_("Check code"), value=wording.code_of(version.digest)),
        ]
    )


def party_facts(said: dict[str, Any]) -> list[Fact]:
    """Give what the parties and the office read besides."""
    return _kept(
        [
            Fact(term=_("Name of the seller"), value=said["seller"]),
            Fact(term=_("Names of the buyers"), value="、".join(said["buyers"])),
            Fact(term=_("Related parties, if any"), value="、".join(said["related"])),
            Fact(term=_("Price and how it is paid"), value=wording.price(said["price"])),
            Fact(term=_("Known amount (yuan)"), value=yuan(said["known_yuan"])),
            Fact(term=_("Amount paid so far (yuan)"), value=yuan(said["paid_yuan"])),
            Fact(term=_("Registration number of the contract"), value=said["contract_number"]),
        ]
    )


def version_rows(row: Attestation, *, parties: bool = False) -> list[dict[str, Any]]:
    """Give the versions of a certificate, newest first, each with its fact and whether the ledger seals it yet."""
    found = list(reversed(queries.versions(row.pk)))
    entries = {entry.id: entry for entry in Entry.objects.filter(id__in=[each.fact for each in found])}
    return [
        {
            "version": each,
            "facts": public_facts(row, each) + (party_facts(each.said) if parties else []),
            "newest": each.version == row.version,
            "fact": each.fact,
            "proof_url": _proof_url(entries.get(each.fact)),
        }
        for each in found
    ]


def _proof_url(entry: Entry | None) -> str:
    if entry is None or sign.covering(entry.log, entry.seq) is None:
        return ""
    return reverse("ledger:proof", args=[entry.id])


def state_of(row: Attestation) -> State:
    """Say how a certificate stands."""
    return words.state_of(row.case)


def line_rows(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """Give the check list for a page."""
    return [
        {
            "word": wording.LINES[line.code],
            "state": State(*wording.VERDICTS[line.verdict]),
            "why": [sentence(each) for each in line.why],
        }
        for line in lines
    ]
