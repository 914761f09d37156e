"""Inboxes and the case page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import queries, standing, words
from kechuang.casework.lists import CASES
from kechuang.casework.models import Case, Step
from kechuang.casework.queries import CaseDetail
from kechuang.casework.registry import CASE_KINDS
from kechuang.web import clock, slots
from kechuang.web.accounts.names import names_on
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Event, Fact, Figure
from kechuang.web.permissions import Actor, actor_of, signed_in
from kechuang.web.tables import address

BOXES = ("mine", "answers", "office", "late", "all")


def inbox_rows(box: str, actor: Actor) -> Any:  # noqa: ANN401 - a queryset of cases
    """Give the cases of one box.

    mine (I may take the next step), answers (my body owes a correction or an opinion), office (open ones in my reach),
    late, all.
    """
    today = clock.today()
    if box == "mine":
        return queries.waiting_for(actor, today)
    if box == "answers":
        return queries.answers_of(actor, today)
    rows = queries.cases(actor, today)
    if box == "late":
        return queries.late(rows, today)
    if box == "office":
        return queries.unfinished(rows)
    return rows


@signed_in
def inbox(request: HttpRequest, box: str = "mine") -> HttpResponseBase:
    """Show what waits for me, for my office, what is late, and all that I may read."""
    if box not in BOXES:
        raise Http404
    actor = actor_of(request)
    labels = {
        "mine": _("Waiting for me"),
        "answers": _("Waiting for our answer"),
        "office": _("Open in my reach"),
        "late": _("Late"),
        "all": _("All"),
    }
    figures = [
        Figure(
            label=labels[name],
            value=_bounded(inbox_rows(name, actor)),
            url=reverse("casework:inbox", args=[name]),
            tone="late" if name == "late" else "",
            current=name == box,
        )
        for name in BOXES
    ]
    kept = {"kind": request.GET["kind"]} if request.GET.get("kind") else {}
    return list_page(
        CASES,
        request,
        inbox_rows(box, actor),
        figures=figures,
        title=labels[box],
        crumbs=[Crumb(_("Inbox"))],
        actions=[Action(label=_("As a board"), url=address(reverse("casework:board", args=[box]), kept))],
    )


def _bounded(rows: Any, most: int = 1000) -> str:  # noqa: ANN401 - a queryset of cases
    """Count up to a bound, so that an inbox over a million cases opens as fast as an empty one."""
    count = rows.order_by()[: most + 1].count()
    return f"{most:,}+" if count > most else f"{count:,}"


@signed_in
def case(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show one case: what it is, where it stands, what may be done now, what happened, and each fact's proof."""
    actor, today = actor_of(request), clock.today()
    found = queries.detail(identifier)
    if found is None or found.case.kind not in CASE_KINDS or not standing.may_read(found.case, actor, today):
        raise Http404
    kind = CASE_KINDS[found.case.kind]
    standing.disclose(request, found.case, actor, today)
    context = {
        "case": found.case,
        "state": words.state_of(found.case),
        "clock": clock_of(found.case),
        "facts": case_facts(found.case),
        "due": [(words.move_word(found.case.kind, entry.move), entry) for entry in found.due],
        "history": history(found),
        "panel_page": f"case:{found.case.kind}",
    }
    return page(
        request,
        "casework/case.html",
        context,
        title=found.case.title,
        facts=[words.kind_word(found.case.kind), found.case.number or str(found.case.pk)],
        crumbs=[Crumb(words.kind_word(found.case.kind), reverse(kind.list_url) if kind.list_url else "")],
        actions=actions(found.case, actor),
    )


def actions(row: Case, actor: Actor) -> list[Action]:
    """Give the buttons that the moves allow; the first main move is the filled one."""
    open_moves = standing.open_moves(row, actor, clock.today())
    main = next((entry.code for entry in open_moves if entry.move.main), "")
    buttons = [
        Action(
            label=words.move_word(row.kind, entry.move.code),
            url=reverse(entry.form, args=[row.pk]),
            primary=entry.code == main,
        )
        for entry in open_moves
    ]
    return sorted(buttons, key=lambda button: button.primary)


def case_facts(row: Case) -> list[Fact]:
    """Give the terms that every case has, then the mechanism's own."""
    kind = CASE_KINDS[row.kind]
    rows = [
        Fact(term=_("Holder"), value=row.holder.name if row.holder else ""),
        Fact(term=_("Counterpart"), value=row.counterpart.name if row.counterpart else ""),
        Fact(term=_("Office"), value=row.office.name if row.office else ""),
        Fact(term=_("Place"), value=words.place(row.place, row.opened_on)),
        Fact(term=_("Amount (yuan)"), value=row.amount),
        Fact(term=_("Opened"), value=row.opened_on),
    ]
    rows = [fact for fact in rows if fact.value not in {"", None}]
    return rows + [Fact(term=term, value=value) for term, value in (kind.panel(row) if kind.panel else ())]


def history(found: CaseDetail) -> list[Event]:
    """Give the steps, newest first, each linked to the fact that it left, with the bodies' names of their days."""
    called = names_on((step.body, step.on) for step in found.steps if step.body)
    return [happened(found.case.kind, step, called) for step in found.steps]


def acted(step: Step) -> str:
    """Say who took a step, and on whose behalf."""
    if step.person is None:
        return _("by the node")
    if step.on_behalf_of is None:
        return step.person.name
    return _("%(taker)s for %(giver)s") % {"taker": step.person.name, "giver": step.on_behalf_of.name}


def happened(kind: str, step: Step, called: Mapping[tuple[UUID, date], str] | None = None) -> Event:
    """Give one step as a line of a history: a move beside the states shows none.

    ``called`` gives what bodies were called on days; without it they bear today's names.
    """
    moved = step.source != step.target
    body = (called or {}).get((step.body_id, step.on), step.body.name) if step.body else ""
    who = (body, acted(step))
    return Event(
        at=step.on,
        what=words.move_word(kind, step.move),
        who=" ".join(part for part in who if part),
        before=words.state(kind, step.source).word if step.source and moved else "",
        after=words.state(kind, step.target).word if moved else "",
        url=slots.link("fact", step.facts[0]) if step.facts else "",
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """Whether a case's clock stands still: why, since when, what ends it, what is left; and the days stopped so far."""

    stopped_days: int
    why: str = ""
    since: date | None = None
    ends: str = ""
    left_days: int | None = None


def clock_of(row: Case) -> Clock | None:
    """Give what a page says of a case's clock; None for one that never stood still."""
    if not row.hold:
        return Clock(row.stopped_days) if row.stopped_days else None
    ends = f"case.hold.{row.hold}.ends"
    left = (row.due_on - row.held_on).days if row.due_on and row.held_on else None
    return Clock(row.stopped_days, words.hold_word(row.hold), row.held_on, _(ends), left)
