"""The only writers of plain matters: typed requests into the gateway."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act, act_many
from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.matters import rules
from kechuang.casework.matters.models import Matter
from kechuang.casework.matters.moves import ALL
from kechuang.casework.matters.rules import Loaded, Open, Put, Step
from kechuang.casework.outcome import Item
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.kernel.days import load_calendars
from kechuang.kernel.refusal import Refusal
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, below

OFFICE_KINDS = ("county_office", "department", "office")


def _load_new(_requests: Sequence[Open]) -> Loaded:
    return Loaded(calendars=load_calendars())


def _load(requests: Sequence[Step]) -> Loaded:
    rows = Matter.objects.filter(pk__in=[each.case for each in requests])
    return Loaded(calendars=load_calendars(), sorts=dict(rows.values_list("pk", "sort")))


def _project(done: Sequence[Done[Any]]) -> None:
    puts: list[Put] = [put for entry in done for put in entry.decision.rows or ()]  # type: ignore[union-attr]  # rows are Puts here
    Matter.objects.bulk_create([Matter(case_id=put.case, **put.values) for put in puts if put.new])
    for put in puts:
        if not put.new:
            Matter.objects.filter(pk=put.case).update(**put.values)
    for entry in done:
        papers = getattr(entry.request, "files", ())
        for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
            keeping.attach(file, entry.request.case)


def _opening(moves: Any, code: str, decide: Any) -> ActKind[Open, Loaded]:  # noqa: ANN401 - a table and a decision
    return register_act(
        ActKind(
            moves,
            code,
            lambda _request: Touched(),
            decide,
            _load_new,
            _project,
            place=lambda request: request.place,
            bodies=lambda request: (request.holder,) if code == "submit" else (request.office,),
        )
    )


SUBMIT = {moves.kind: _opening(moves, "submit", rules.submit) for moves in ALL}
TAKE_IN = {moves.kind: _opening(moves, "take_in", rules.take_in) for moves in ALL}
STEPS: dict[tuple[str, str], ActKind[Step, Loaded]] = {
    (moves.kind, code): register_act(
        ActKind(moves, code, lambda request: Touched(cases=(request.case,)), rules.STEPS[code], _load, _project)
    )
    for moves in ALL
    for code in rules.steps_of(moves.kind)
}


def office_for(place: str) -> Body | None:
    """Give the office that handles matters of a place: its county's, else the one of the city, else of the province."""
    wanted = [place, f"{place[:4]}00", f"{place[:2]}0000"]
    rows = Body.objects.filter(place__in=wanted, kind__in=OFFICE_KINDS, valid_to__isnull=True).exclude(authority="")
    found = sorted(rows, key=lambda body: (wanted.index(body.place), str(body.pk)))
    return found[0] if found else None


def submit(request: Open, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """A body submits a matter."""
    return act(SUBMIT[request.kind], request, by=by, key=key, on=on)


def take_in(request: Open, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """An office takes a matter in. Refused for an office elsewhere than the matter."""
    office = Body.objects.filter(pk=request.office).first()
    if office is None or not below(request.place, office.place) or office.authority != request.authority:
        return Outcome(key, refusal=Refusal("matters.office_elsewhere", {"place": request.place}, "office"))
    return act(TAKE_IN[request.kind], request, by=by, key=key, on=on)


def step(kind: str, request: Step, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Take a step on a matter of a kind of case."""
    return act(STEPS[kind, request.move], request, by=by, key=key, on=on)


def step_many(
    kind: str, move: str, rows: Sequence[tuple[str, Step]], *, by: Actor, on: date | None = None
) -> list[Outcome]:
    """Take one step on many matters of a kind, each decided alone."""
    return act_many(STEPS[kind, move], [Item(request, key) for key, request in rows], by=by, on=on)


def kind_of(case: UUID) -> str:
    """Give the kind of case of a matter. Raises Matter.DoesNotExist."""
    return str(Matter.objects.values_list("case__kind", flat=True).get(pk=case))
