"""The accounts of years: which kinds of case have one, closing it as an act, and what a closed year refuses.

A kind of case declares its year with :func:`register`. A case belongs to the year in which it was opened, until that
year is closed while it is unfinished: then it goes on in the next, and its first year stays with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from kechuang.casework.act import act
from kechuang.casework.models import Case
from kechuang.casework.notices import carrying
from kechuang.casework.notices.carrying import Account, Close, Counted, Settled
from kechuang.casework.notices.models import YearAccount
from kechuang.casework.notices.sending import authority_at
from kechuang.casework.outcome import Outcome
from kechuang.casework.registry import CASE_KINDS, ActKind, Done, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, Scope, within

REOPEN = "standard.reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """How a kind of case is accounted by years.

    ``closed`` are the states in which a case is done; ``still`` the moves that stay possible on a frozen one, such as
    recovering money. Everything else on a frozen case needs the move that reopens it.
    """

    closed: frozenset[str]
    still: frozenset[str] = frozenset()


YEARS: dict[str, Year] = {}


def register(kind: str, year: Year) -> None:
    """Have a kind of case accounted by years; registering it again replaces the first."""
    YEARS[kind] = year


def members(kind: str, year: int, place: str) -> tuple[Counted, ...]:
    """Give the cases in the account of a year: opened in it or before, and not yet settled in it (two queries).

    A case that was frozen and reopened since counts again; one that is still done stays where it was frozen.
    """
    where = within(place, "place")
    rows = Case.objects.select_for_update().filter(where, kind=kind, opened_on__lte=date(year, 12, 31))
    accounts = YearAccount.objects.filter(where, kind=kind)
    done: set[UUID] = set()
    closed = YEARS[kind].closed
    for case, own, standing, state in accounts.values_list("case_id", "year", "standing", "case__state"):
        settled = standing != YearAccount.OPEN and own >= year
        if settled or own > year or (standing == YearAccount.FROZEN and state in closed):
            done.add(case)
    first = dict(accounts.values_list("case_id").annotate(Min("first_year")).order_by())
    return tuple(
        Counted(row.pk, row.state in closed, first.get(row.pk, row.opened_on.year))
        for row in rows.only("pk", "state", "opened_on").order_by("pk")
        if row.pk not in done
    )


def _load(requests: Sequence[Close]) -> dict[UUID, Account]:
    found = {}
    for request in requests:
        number = carrying.number_of(request)
        before = Case.objects.filter(kind=carrying.MOVES.kind, number=number).exists()
        found[request.id] = Account(members(request.kind, request.year, request.place), before)
    return found


def _write(done: Sequence[Done[Close]]) -> None:
    for entry in done:
        settled = entry.decision.rows
        if not isinstance(settled, Settled):
            raise TypeError("a closed year carries what became of its cases")
        _settle(entry.request, settled)


def _settle(request: Close, settled: Settled) -> None:
    every = [*settled.frozen, *settled.carried]
    places = dict(
        Case.objects.filter(kind=request.kind).filter(within(request.place, "place")).values_list("pk", "place")
    )
    open_rows = YearAccount.objects.filter(within(request.place, "place"), kind=request.kind, year__lte=request.year)
    open_rows.filter(standing=YearAccount.OPEN).delete()
    frozen = {case.case for case in settled.frozen}

    def row(case: Counted, year: int, standing: str) -> YearAccount:
        return YearAccount(
            case_id=case.case,
            kind=request.kind,
            place=places[case.case],
            year=year,
            first_year=case.first_year,
            standing=standing,
        )

    rows = [
        row(case, request.year, YearAccount.FROZEN if case.case in frozen else YearAccount.CARRIED) for case in every
    ]
    rows += [row(case, request.year + 1, YearAccount.OPEN) for case in settled.carried]
    YearAccount.objects.bulk_create(rows, batch_size=1000)


CLOSE = register_act(
    ActKind(
        carrying.MOVES,
        "close",
        lambda _request: Touched(),
        carrying.close,
        _load,
        _write,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)


def close(kind: str, year: int, *, office: Body, by: Actor, key: str, on: date) -> Outcome:
    """Close the account of a year for one kind of case in the place of an office."""
    request = Close(
        id=chance.uuid7(),
        kind=kind,
        year=year,
        place=office.place,
        authority=authority_at(office.authority, office.place),
        office=office.pk,
    )
    return act(CLOSE, request, by=by, key=key, on=on)


def guard(kind: str, move: str, cases: Sequence[UUID]) -> Mapping[UUID, Refusal]:
    """Refuse a move on cases frozen with their year, unless it reopens them; no query where it cannot meet one."""
    declared = YEARS.get(kind)
    if declared is None or move == REOPEN or move in declared.still or not _leaves(kind, move, declared):
        return {}
    rows = YearAccount.objects.filter(case__in=cases, standing=YearAccount.FROZEN, case__state__in=declared.closed)
    return {
        row.case_id: Refusal("year.frozen", {"number": row.case.number or str(row.case_id)[-8:], "year": str(row.year)})
        for row in rows.select_related("case")
    }


def _leaves(kind: str, move: str, declared: Year) -> bool:
    known = CASE_KINDS[kind].moves.by_code.get(move) if kind in CASE_KINDS else None
    return known is None or bool(known.sources & declared.closed)


def nothing() -> Q:
    """Give the condition that no case meets: a closed year lays nothing else beside cases."""
    return Q(pk__in=[])


def accounts(reach: Scope) -> Q:
    """Give the condition for the accounts in a reach of places."""
    return reach.condition(YearAccount)


def of_case(case: Case) -> list[YearAccount]:
    """Give the years in whose accounts a case stands, oldest first (one query)."""
    return list(YearAccount.objects.filter(case=case).order_by("year"))
