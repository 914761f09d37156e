"""Entries and deals for pages: what the office and the unit read, and what everybody reads."""

from django.utils.translation import gettext as _

from kechuang.casework.words import kind_word
from kechuang.mechanisms.market.broker import projecting, queries, wording
from kechuang.mechanisms.market.broker.models import BrokeredDeal, BrokerEntry
from kechuang.mechanisms.market.broker.rules.moves import LISTED
from kechuang.web import divisions, written
from kechuang.web.parts import Fact


def _kept(rows: list[Fact]) -> list[Fact]:
    return [each for each in rows if each.value not in {"", None}]


def public_facts(row: BrokerEntry) -> list[Fact]:
    """Give what everybody may read of an entry: no certificate in full, no reason, no contact."""
    case = row.case
    return _kept(
        [
            Fact(term=_("Kind of entry"), value=str(wording.KINDS[row.kind])),
            Fact(term=_("Grade"), value=wording.level(row.level)),
            Fact(term=_("Unit"), value=case.holder.name if case.holder else ""),
            Fact(term=_("Fields of work"), value=wording.specialities(row)),
            Fact(term=_("What is offered"), value=row.services),
            Fact(term=_("Number of the certificate"), value=wording.tail(row.certificate)),
            Fact(term=_("Certificate valid until"), value=row.valid_until),
            Fact(term=_("In this state since"), value=row.since),
            Fact(term=_("Place"), value=divisions.name(case.place)),
            Fact(term=_("Register kept by"), value=case.office.name if case.office else ""),
        ]
    )


def own_facts(row: BrokerEntry) -> list[Fact]:
    """Give what the unit and the office read."""
    wish = projecting.wish_of(row)
    checked = ""
    if row.checked_on:
        finding = str(wording.FINDINGS.get(row.check_finding, ""))
        checked = f"{written.day(row.checked_on)} · {row.check_source} · {finding}"
    rows = [
        Fact(term=_("Name"), value=row.name),
        *public_facts(row)[:5],
        Fact(term=_("Professional title in technology transfer"), value=str(wording.TITLES.get(row.title, ""))),
        Fact(term=_("Number of the certificate"), value=row.certificate),
        Fact(term=_("Certified by"), value=row.issuer),
        Fact(term=_("Valid from"), value=row.valid_from),
        Fact(term=_("Certificate valid until"), value=row.valid_until),
        Fact(term=_("Whole name published"), value=_("yes") if row.open_name else _("no")),
        Fact(term=_("Integrity check"), value=checked or _("not recorded yet")),
        Fact(term=_("Note on the check"), value=row.check_note),
        Fact(term=_("Ground"), value=wording.ground(row.ground)),
        Fact(term=_("Reason"), value=row.reason),
    ]
    if wish is not None:
        words = {"number": wish.number, "until": written.day(wish.valid_until), "level": wording.level(wish.level)}
        rows.append(
            Fact(
                term=_("Renewal asked for"),
                value=_("certificate %(number)s, %(level)s, valid until %(until)s") % words,
            )
        )
    return _kept(rows)


def deal_facts(row: BrokeredDeal) -> list[Fact]:
    """Give what the parties and the office read of a claim."""
    return _kept(
        [
            Fact(
                term=_("Broker"),
                value=row.entry.name,
                url=queries.public_url(row.entry_id) if row.entry.case.state in LISTED else "",
            ),
            Fact(term=_("Grade"), value=wording.level(row.level)),
            Fact(term=_("Deal"), value=f"{kind_word(row.deal_kind)} {row.deal_number}"),
            Fact(term=_("Day of the deal"), value=row.deal_on),
            Fact(term=_("Amount of the deal"), value=wording.yuan(row.deal_yuan)),
            Fact(term=_("Commissioned by"), value=row.client.name),
            Fact(term=_("What was done for it"), value=row.services),
            Fact(term=_("Contract of commission"), value=f"{row.agreement} · {written.day(row.agreed_on)}"),
            Fact(term=_("How commission was agreed"), value=wording.commission(row)),
            Fact(term=_("Commission agreed, as the parties state it"), value=wording.yuan(row.agreed_yuan)),
            Fact(term=_("Commission received"), value=wording.yuan(row.paid_yuan)),
            Fact(term=_("Confirmed on"), value=row.confirmed_on),
            Fact(term=_("Note"), value=row.note),
        ]
    )
