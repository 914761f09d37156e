"""What actions and pages read of settlements, each with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Subquery, Sum

from kechuang.ledger import read as ledger
from kechuang.mechanisms.sharing.settlement import reading
from kechuang.mechanisms.sharing.settlement.models import (
    Movement,
    NettingWord,
    PairWord,
    Participant,
    SentWord,
    SettlementPeriod,
    Statement,
    StatementLine,
)
from kechuang.mechanisms.sharing.settlement.rules.lines import PAID
from kechuang.mechanisms.sharing.settlement.rules.message import Message, read_message
from kechuang.mechanisms.sharing.settlement.rules.moves import READ
from kechuang.mechanisms.sharing.settlement.rules.periods import Period
from kechuang.mechanisms.sharing.settlement.rules.requests import Outlay
from kechuang.mechanisms.sharing.settlement.rules.rows import Participant as Region
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField
from kechuang.web.permissions import ROLES, Actor, scope

OFFICE_KINDS = ("finance", "department")
NETTED = "sharing.settlement.period_netted"


def participants(case: UUID) -> list[str]:
    """Give the codes of the other regions of a period, in order."""
    return list(Participant.objects.filter(period=case).order_by("code").values_list("code", flat=True))


def statement_ids(period: UUID) -> list[UUID]:
    """Give the statement cases of a period."""
    return list(Statement.objects.filter(period=period).values_list("pk", flat=True))


def period_ids(cases: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give the period of each statement."""
    return dict(Statement.objects.filter(pk__in=list(cases)).values_list("pk", "period_id"))


def period_id(case: UUID) -> UUID:
    """Give the period of a statement; raises Statement.DoesNotExist."""
    return Statement.objects.values_list("period_id", flat=True).get(pk=case)


def state_of(case: UUID) -> str:
    """Give the state of a statement; empty for one that does not exist. The gateway checks it again under lock."""
    return Statement.objects.filter(pk=case).values_list("case__state", flat=True).first() or ""


def statement_for(authority: str, sender: str, period: Period) -> Statement | None:
    """Give our statement toward a region for the period that a message speaks of, or for the one that overlaps it."""
    rows = Statement.objects.filter(
        authority=authority, counterpart=sender, period__first__lte=period.last, period__last__gte=period.first
    )
    return rows.order_by("period__first").first()


def waiting_messages(cases: Sequence[UUID]) -> Iterator[tuple[str, Message]]:
    """Give, for each of our statements, the newest statement that the other side has sent and we have not taken in."""
    for row in Statement.objects.filter(pk__in=list(cases)).select_related("period"):
        word = waiting_word(row)
        message = message_of(word.entry) if word else None
        if message:
            yield row.authority, message


def waiting_word(row: Statement) -> SentWord | None:
    """Give the other side's newer statement, if its log says that it was sent."""
    words = SentWord.objects.filter(region=row.counterpart, counterpart=row.authority, period=row.period.code)
    return words.filter(version__gt=row.their_version).first()


def message_of(entry: str) -> Message | None:
    """Read a sent statement from its fact; its lines stand in the group of the parties, of whom the receiver is one."""
    found = ledger.entry(entry)
    message = read_message(ledger.readable(found, {"parties"})["message"]) if found else None
    return message if isinstance(message, Message) else None


# --- what pages show


def regions_of(actor: Actor, permission: str, on: date) -> list[str]:
    """Give the authorities in whose offices an actor holds a permission, in order."""
    found = {
        grant.authority
        for grant in actor.grants
        if grant.authority and grant.in_force(on) and permission in ROLES[grant.role].permissions
    }
    return sorted(found)


def offices() -> dict[str, Body]:
    """Give the office that settles for each region: the one that handles its funds, else its department."""
    found: dict[str, Body] = {}
    rows = Body.objects.filter(kind__in=OFFICE_KINDS, valid_to=None).exclude(authority="").order_by("code")
    for row in sorted(rows, key=lambda body: OFFICE_KINDS.index(body.kind)):
        found.setdefault(row.authority, row)
    return found


def participants_of(codes: Iterable[str]) -> list[Region]:
    """Give regions as a period takes them; those without an office on this node are left out."""
    known = offices()
    return [Region(code, known[code].pk, known[code].name) for code in sorted(set(codes) & known.keys())]


def periods(actor: Actor, on: date) -> QuerySet[SettlementPeriod]:
    """Give the periods that an actor may see."""
    rows = SettlementPeriod.objects.select_related("case")
    return scope(actor, READ, on).restrict(rows, place="case__place", bodies=("case__office",), city="case__city")


def statements_of(period: UUID) -> list[Statement]:
    """Give the statements of a period with their cases, by counterpart."""
    return list(Statement.objects.filter(period=period).select_related("case", "period").order_by("counterpart"))


def waiting_words(period: SettlementPeriod) -> dict[str, int]:
    """Give, by region, the version of a statement to us that was sent and not yet taken in (two queries)."""
    ours = dict(Statement.objects.filter(period=period).values_list("counterpart", "their_version"))
    words = SentWord.objects.filter(period=period.code, counterpart=period.authority, region__in=ours)
    return {word.region: word.version for word in words if word.version > ours[word.region]}


def lines(statement: UUID) -> QuerySet[StatementLine]:
    """Give our lines of a statement, each with what the other side says of it."""
    other = StatementLine.objects.filter(
        statement=OuterRef("statement"), side=StatementLine.THEIRS, order=OuterRef("order"), kind=OuterRef("kind")
    )
    rows = StatementLine.objects.filter(statement=statement, side=StatementLine.OURS)
    return rows.annotate(theirs=Subquery(other.values("amount")[:1], output_field=MoneyField()))


def announced(regions: Sequence[str]) -> QuerySet[Movement]:
    """Give what other regions published of orders with providers of ours, and we have not recorded."""
    own = Movement.objects.filter(log=OuterRef("provider"), order=OuterRef("order"), kind=OuterRef("kind"))
    rows = Movement.objects.filter(provider__in=regions, log=F("payer"))
    return rows.exclude(Exists(own))


def outlays_of(rows: Iterable[Movement]) -> list[Outlay]:
    """Give the outlays that confirm what was published. A claw-back's amount is not public: the order's amount is."""
    rows = list(rows)
    paid = dict(
        Movement.objects.filter(order__in={row.order for row in rows}, log=F("payer"), kind=PAID).values_list(
            "order", "amount"
        )
    )
    return [
        Outlay(order=row.order, kind=row.kind, payer=row.payer, amount=paid.get(row.order, row.amount), on=row.on)
        for row in rows
    ]


def current_period(region: str) -> SettlementPeriod | None:
    """Give the period of a region in which outlays may be recorded now."""
    rows = SettlementPeriod.objects.filter(
        authority=region, case__state__in=("OPEN_PERIOD", "PERIOD_CLOSED")
    ).select_related("case")
    return rows.order_by("-last").first()


# --- what everybody may see


@dataclass(frozen=True, slots=True)
class Flow:
    """What a region paid in vouchers for services of another region's providers in a year."""

    payer: str
    provider: str
    orders: int
    amount: Decimal


def flows(year: int) -> list[Flow]:
    """Give the yearly flows between regions from the public facts of payment (one query)."""
    rows = Movement.objects.filter(kind=PAID, log=F("payer"), on__range=(date(year, 1, 1), date(year, 12, 31)))
    sums = rows.values_list("payer", "provider").annotate(total=Sum("amount"), orders=Count("pk"))
    return [
        Flow(payer, provider, orders, amount) for payer, provider, amount, orders in sums.order_by("payer", "provider")
    ]


def years() -> list[int]:
    """Give the years of which something is known, latest first."""
    edge = Movement.objects.aggregate(first=Min("on"), last=Max("on"))
    return list(range(edge["last"].year, edge["first"].year - 1, -1)) if edge["first"] else []


@dataclass(frozen=True, slots=True)
class PublicPeriod:
    """A period as the public sees it: who has netted, what was agreed between pairs."""

    code: str
    debts: tuple[tuple[str, str, Decimal, int], ...]
    netted: tuple[str, ...]


def public_periods(year: int) -> list[PublicPeriod]:
    """Give what regions agreed for the periods of a year: payer, payee, amount, orders (two queries)."""
    words = PairWord.objects.filter(period__startswith=str(year), stands=True).order_by(
        "period", "region", "counterpart"
    )
    netted: dict[str, list[str]] = defaultdict(list)
    for period, region in NettingWord.objects.filter(period__startswith=str(year)).values_list("period", "region"):
        netted[period].append(region)
    debts: dict[str, list[tuple[str, str, Decimal, int]]] = defaultdict(list)
    for word in words:
        debts[word.period].append((word.region, word.counterpart, word.owed, word.orders_owed))
    return [PublicPeriod(code, tuple(debts[code]), tuple(sorted(netted[code]))) for code in sorted({*debts, *netted})]


def netted_fact(period: UUID, region: str) -> dict[str, Any] | None:
    """Give the public values of the netting of a period, or None before it."""
    entries = [entry for entry in ledger.of_case(f"{region}/case/{period}") if entry.type == NETTED]
    return ledger.readable(entries[-1], {"public"}) if entries else None


def sent_word(row: Statement) -> SentWord | None:
    """Give what our own log says of the statement that we sent."""
    reading.glance([row.authority])
    return SentWord.objects.filter(region=row.authority, counterpart=row.counterpart, period=row.period.code).first()
