"""What promises tell on the leader's first page: what turned, how many are in which state now and then, by plan."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.briefing import registry
from kechuang.casework.briefing.registry import MOST, Asked, Brief, Grid, GridRow, Line, Row, Told
from kechuang.indicators.promises import lists, queries, turning, wording
from kechuang.indicators.promises.measured import BEHIND, CANNOT_SAY, MISSED, MOVING_AWAY, STATES
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.queries import Assessed
from kechuang.web.permissions import within
from kechuang.web.tables import address

WORSE = (BEHIND, MOVING_AWAY, MISSED, CANNOT_SAY)
TONES = {BEHIND: "risk", MOVING_AWAY: "late", MISSED: "late"}


def _here(asked: Asked) -> list[Promise]:
    return list(queries.promises().filter(within(asked.place, "place")).order_by("title", "pk"))


def _url(asked: Asked, **values: str) -> str:
    return address(reverse("promises:list"), {"place": asked.place, **values})


def turned(asked: Asked) -> Told:
    """Tell which promises became behind, move away, were missed, or can no longer be said (three queries)."""
    before, now = turning.turned_since(asked.since), queries.all_assessed()
    found: dict[str, list[Promise]] = {}
    for row in _here(asked):
        if row.pk in before:
            found.setdefault(now[row.pk].measured.state, []).append(row)
    return Told(
        lines=[
            Line(
                code=f"promise.turned.{state}",
                label=_("Promises that became: %(state)s") % {"state": wording.state(state).word},
                value=len(found[state]),
                url=_url(asked, state=state, turned=asked.since.isoformat()),
                tone=TONES.get(state, ""),
                rows=[_row(row, now[row.pk], before) for row in found[state][:MOST]],
            )
            for state in WORSE
            if state in found
        ]
    )


def _row(row: Promise, one: Assessed, before: Mapping[UUID, str]) -> Row:
    old = before.get(row.pk, "")
    was = _("was: %(state)s") % {"state": wording.state(old).word} if old else _("newly measured")
    note = f"{wording.value(one)} / {wording.promised(one.terms)}; {was}"
    state = wording.state(one.measured.state)
    return Row(title=row.title, url=lists.promise_url(row), who=row.document.title, note=note, state=state)


def states(asked: Asked) -> Told:
    """Tell how many promises are in which state, now and on the day compared with, and the same by plan."""
    then, now, here = turning.states_on(asked.since), queries.all_assessed(), _here(asked)
    before = Counter(then[row.pk] for row in here if row.pk in then)
    counted = Counter(now[row.pk].measured.state for row in here)
    used = [state for state in STATES if counted[state] or before[state]]
    lines = [
        Line(
            code=f"promise.state.{state}",
            label=wording.state(state).word,
            value=counted[state],
            before=before[state],
            url=_url(asked, state=state),
            tone=TONES.get(state, "") if counted[state] else "",
        )
        for state in used
    ]
    plans: dict[UUID, Counter[str]] = {}
    titles = {row.document_id: row.document.title for row in here}
    for row in here:
        plans.setdefault(row.document_id, Counter())[now[row.pk].measured.state] += 1
    shown = [state for state in STATES if counted[state]]
    rows = [
        GridRow(
            name=titles[document],
            url=reverse("promises:plan", args=[document]),
            cells=[(plans[document][state], _url(asked, plan=str(document), state=state)) for state in shown],
        )
        for document in sorted(plans, key=lambda each: titles[each])
    ]
    heads = [wording.state(state).word for state in shown]
    grid = Grid(caption=_("Promises by plan"), first=_("Plan"), heads=heads, rows=rows)
    return Told(lines=lines, grid=grid, links=[(_("Plans and their progress"), reverse("promises:plans"))])


def register() -> None:
    """Register what promises tell."""
    registry.register(Brief(name="promises.turned", part=registry.ALERTS, tell=turned, order=20))
    registry.register(Brief(name="promises.states", part=registry.PROMISES, tell=states, order=10))
