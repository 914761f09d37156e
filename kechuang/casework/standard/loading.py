"""Reads what the standard moves need for a chunk of cases: a fixed number of queries."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count

from kechuang.casework.models import Case, Step
from kechuang.casework.moves import BESIDE
from kechuang.casework.registry import CASE_KINDS
from kechuang.casework.standard import declare
from kechuang.casework.standard.models import (
    Correction,
    Endorsement,
    Nomination,
    ObjectionRaised,
    Opinion,
    Pause,
    Reminder,
    Round,
)
from kechuang.casework.standard.requests import Ask, Nominate, Opine, Transfer
from kechuang.casework.standard.rows import Chain, Known, Loaded, RoundRow
from kechuang.casework.standard.rules.recommending import whose
from kechuang.kernel.days import load_calendars
from kechuang.rulebook import load as rulebook
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import below

RULE_QUOTA = "casework.recommendation.quota"


def load(kind: str, requests: Sequence[Any]) -> Loaded:
    """Give the rows of every case that the requests name."""
    rows = read(kind, list(Case.objects.filter(pk__in=[each.case for each in requests])), lock=True)
    if rows.standard.recommend:
        _rounds(requests, rows)
    _bodies(requests, rows)
    return rows


def read(kind: str, found: Sequence[Case], *, lock: bool = False) -> Loaded:
    """Give the rows that belong to cases; with ``lock`` the rounds in which they stand stay locked."""
    own = CASE_KINDS[kind].moves
    cases = {row.pk: row for row in found}
    standard = declare.declared(kind)
    rows = Loaded(own=own, standard=standard, calendars=load_calendars(), cases={pk: Known() for pk in cases})
    rows.places = {row.place for row in found}
    _steps(cases, rows.cases)
    _corrections(cases, rows.cases)
    _open_rows(cases, rows.cases)
    if standard.recommend:
        _chains(cases, rows, lock=lock)
    return rows


def _steps(cases: Mapping[UUID, Case], known: dict[UUID, Known]) -> None:
    columns = ("case_id", "id", "move", "source", "target", "on", "person_id", "on_behalf_of_id")
    for case, pk, move, source, target, on, person, giver in (
        Step.objects.filter(case__in=cases).order_by("id").values_list(*columns)
    ):
        row = known[case]
        if source != target:
            row.state_since, row.returned = on, 0 if BESIDE not in move or move == declare.REOPEN else row.returned
            row.finishers = frozenset(each for each in (person, giver) if each)
        if move == declare.RETURN:
            row.returned += 1
        if move != declare.REMIND:
            row.last_step, row.last_on = pk, on


def _corrections(cases: Mapping[UUID, Case], known: dict[UUID, Known]) -> None:
    rows = Correction.objects.filter(case__in=cases, ended_on__isnull=True)
    for case, pk, due_on in rows.values_list("case_id", "pk", "due_on"):
        known[case].correction, known[case].correction_due = pk, due_on


def _open_rows(cases: Mapping[UUID, Case], known: dict[UUID, Known]) -> None:
    for case, pk in Pause.objects.filter(case__in=cases, ended_on__isnull=True).values_list("case_id", "pk"):
        known[case].pause = pk
    asked = Opinion.objects.filter(case__in=cases, answered_on__isnull=True)
    for case, body, pk in asked.values_list("case_id", "body_id", "pk"):
        known[case].asked[body] = pk
    raised = ObjectionRaised.objects.filter(case__in=cases, decided_on__isnull=True)
    for case, pk in raised.values_list("case_id", "pk"):
        known[case].objection = pk
    for case, step in Reminder.objects.filter(case__in=cases).values_list("case_id", "step"):
        known[case].reminded = known[case].reminded or step == known[case].last_step


def _chains(cases: Mapping[UUID, Case], rows: Loaded, *, lock: bool) -> None:
    """Give each case's place in its round. With ``lock`` no two acts fill the last place."""
    found = list(Nomination.objects.filter(case__in=cases, ended=False).order_by("case_id"))
    wanted = sorted({row.round_id for row in found})
    rounds = {row.pk: row for row in _rounds_of(wanted, lock=lock)}
    for row in found:
        rows.cases[row.case_id].chain = chain_of(rounds[row.round_id], row, cases[row.case_id])
    counted = Endorsement.objects.filter(round__in=wanted, counts=True).values_list("round_id", "level", "whose")
    for round_, level, mine, count in counted.annotate(count=Count("pk")).order_by():
        rows.used[round_, level, mine] = count


def _rounds_of(wanted: Sequence[UUID], *, lock: bool) -> Sequence[Round]:
    rows = Round.objects.select_for_update() if lock else Round.objects.all()
    return rows.filter(pk__in=wanted).order_by("pk") if wanted else []


def chain_of(round_: Round, row: Nomination, case: Case) -> Chain:
    """Give where a case stands in a round, with the quota of the level that has to act."""
    levels = tuple(round_.levels)
    level = levels[row.at] if row.at < len(levels) else ""
    mine = whose(level, case.place, case.holder_id) if level else round_.place
    return Chain(
        round=round_.pk,
        code=round_.code,
        levels=levels,
        at=row.at,
        whose=mine,
        quota=quota_of(round_, level) if level else None,
        closes_on=round_.closes_on,
    )


def quota_of(round_: Round, level: str) -> int | None:
    """Give how many a level may recommend: what the office of the round set, else what the rule of its place says."""
    given = round_.quotas.get(level)
    if given is not None:
        return int(given)
    value = rulebook.current().ask(RULE_QUOTA, place=round_.place, on=round_.opens_on).value
    return value if isinstance(value, int) else None


def _rounds(requests: Sequence[Any], rows: Loaded) -> None:
    wanted = [each.round for each in requests if isinstance(each, Nominate)]
    for row in Round.objects.filter(pk__in=wanted) if wanted else ():
        rows.rounds[row.pk] = RoundRow(
            id=row.pk,
            code=row.code,
            kind=row.kind,
            authority=row.authority,
            levels=tuple(row.levels),
            opens_on=row.opens_on,
            closes_on=row.closes_on,
        )


def _bodies(requests: Sequence[Any], rows: Loaded) -> None:
    wanted: set[UUID] = set()
    for each in requests:
        match each:
            case Ask(bodies=bodies):
                wanted |= set(bodies)
            case Opine(body=body):
                wanted.add(body)
            case Transfer(office=office):
                wanted.add(office)
    today = clock.today()
    for body in Body.objects.filter(pk__in=wanted) if wanted else ():
        rows.bodies[body.pk] = body.name
        ended = body.valid_to is not None and body.valid_to <= today
        if body.authority and not ended and all(below(place, body.place) for place in rows.places):
            rows.covering[body.pk] = body.name
