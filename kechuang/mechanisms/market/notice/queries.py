"""What pages and other mechanisms read of agreed prices: a fixed number of queries each, scoped to the reader."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.models import ObjectionRaised
from kechuang.mechanisms.market.notice import projecting
from kechuang.mechanisms.market.notice.models import NoticeSnapshot, PriceNotice
from kechuang.mechanisms.market.notice.rules.agreeing import achievement_lines
from kechuang.mechanisms.market.notice.rules.moves import NOTICE, SHOWN
from kechuang.mechanisms.market.notice.rules.noticing import unproved
from kechuang.mechanisms.market.notice.rules.requests import Seen
from kechuang.mechanisms.market.path import AGREED, PricePath, Snapshot
from kechuang.web.permissions import Actor

COMPLETED = frozenset({"SIGNED", "REGISTERED"})


def cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the notices that an actor may read."""
    return casework.cases(actor, on, [NOTICE.kind]).select_related("price_notice")


def public() -> QuerySet[PriceNotice]:
    """Give the notices that everybody may read: those that run or ran."""
    rows = PriceNotice.objects.filter(case__kind=NOTICE.kind, case__state__in=SHOWN)
    return rows.select_related("case__holder", "case__office")


def public_url(identifier: UUID) -> str:
    """Give the address of the public page of a notice."""
    return reverse("market_notice:published-one", args=[identifier])


def seen(case: UUID) -> Seen:
    """Give one notice as decisions see it (four queries). Raises KeyError."""
    return projecting.seen([case])[case]


def snapshots(case: UUID) -> list[NoticeSnapshot]:
    """Give the snapshots of a notice in the order in which they were taken (one query)."""
    return list(NoticeSnapshot.objects.filter(notice=case).order_by("round", "on"))


def objections(case: UUID) -> list[ObjectionRaised]:
    """Give the objections to a notice (one query)."""
    return list(ObjectionRaised.objects.filter(case=case).order_by("pk"))


def price_path(case: UUID) -> PricePath | None:
    """Give the completed path of an agreed price, as attestation needs it; None before the contract is signed."""
    row = PriceNotice.objects.select_related("case__holder").filter(pk=case, case__state__in=COMPLETED).first()
    if row is None or row.start is None or row.end is None or row.passed_on is None or row.signed_on is None:
        return None
    found = seen(case)
    taken = [each for each in snapshots(case) if each.round == row.round]
    steps = Step.objects.filter(case=case).order_by("pk")
    return PricePath(
        kind=AGREED,
        case=f"{row.case.authority}/case/{row.pk}",
        number=row.case.number,
        seller=row.case.holder.name if row.case.holder else "",
        buyers=tuple(each.words() for each in found.terms.buyers),
        related=tuple(f"{each.name} {each.relation}" for each in found.terms.buyers if each.related),
        achievements=achievement_lines(found.terms.achievements),
        mode=row.mode,
        price=found.terms.price.formula(),
        known_yuan=row.known_yuan,
        places=tuple(row.places),
        start=row.start,
        end=row.end,
        days=(row.end - row.start).days,
        rounds=row.round,
        objections=len(objections(case)),
        passed_on=row.passed_on,
        signed_on=row.signed_on,
        contract_number=row.contract_number,
        snapshots=tuple(Snapshot(taken_at=each.taken_at.isoformat(), sha256=each.sha256) for each in taken),
        unproved_days=unproved(found, row.end),
        facts=tuple(fact for step in steps for fact in step.facts),
    )
