"""The lists: achievements of an office or a unit, one's own, the public register, rights, applications, deals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.mechanisms.market.result import queries, wording
from kechuang.mechanisms.market.result.models import Achievement, Completer, Deal
from kechuang.mechanisms.market.result.rules.moves import ENTRY, RESULT, RIGHT
from kechuang.web import clock, divisions, written
from kechuang.web.accounts.models import Body
from kechuang.web.filters import Begins, Choice, Days, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty, State
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List

MOST_UNITS = 50


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the achievements that the reader may see."""
    return queries.results(actor_of(request), clock.today())


def rights(request: HttpRequest) -> QuerySet[Case]:
    """Give the rights that the reader may see."""
    return queries.rights(actor_of(request), clock.today())


def entries(request: HttpRequest) -> QuerySet[Case]:
    """Give the applications that the reader may see."""
    return queries.entries(actor_of(request), clock.today())


def mine(request: HttpRequest) -> QuerySet[Completer]:
    """Give the achievements on which the reader stands as completer."""
    return queries.mine(actor_of(request).person)


def deals(request: HttpRequest) -> QuerySet[Deal]:
    """Give the deals on achievements that the reader may see."""
    return Deal.objects.filter(achievement__in=rows(request).values("pk")).select_related("achievement__case")


def public(_request: HttpRequest) -> QuerySet[Achievement]:
    """Give the public register."""
    return queries.public()


def _states(kind: str) -> Any:  # noqa: ANN401 - what Choice takes
    return lambda _request: shared.state_options(kind)


def price(row: Achievement) -> str:
    """Give the price of an achievement in words where there is none."""
    return written.money(row.price) if row.price is not None else str(wording.NEGOTIABLE)


def _said(row: Completer) -> State:
    if row.agreed is None:
        return State(gettext("not yet said"), "idle", "silent")
    return (
        State(gettext("agreed"), "done", "agreed") if row.agreed else State(gettext("disagreed"), "risk", "disagreed")
    )


@dataclass(frozen=True, slots=True)
class Words(Text):
    """Words anywhere in the name, or the beginning of a number."""

    lookups: tuple[str, ...] = ()

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the achievements that hold the words; a number is looked up by its beginning."""
        words_ = " ".join(values.get(self.name, "").split())
        if not words_:
            return rows
        if any(each.isdigit() for each in words_) and words_.isascii():
            numbered = rows.filter(ips__number__startswith=words_.upper().removeprefix("ZL"))
            return numbered.distinct() if numbered.exists() else rows.filter(case__number__startswith=words_)
        return queries.holding_words(rows, words_)


@dataclass(frozen=True, slots=True)
class Unit(Text):
    """The beginning of a unit's name: its bodies are looked up first, so that no name is compared a million times."""

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the achievements of the first units that fit."""
        name = " ".join(values.get(self.name, "").split())
        if not name:
            return rows
        found = Body.objects.filter(Q(name__startswith=name) | Q(code=name.upper())).order_by("name")
        return rows.filter(unit__in=list(found.values_list("pk", flat=True)[:MOST_UNITS]))


def _tallied(dimension: str, word: Any) -> Any:  # noqa: ANN401 - what Choice takes
    """Give the values that the public register holds, with how many there are."""

    def options_(_request: HttpRequest) -> list[tuple[str, str]]:
        found = sorted(queries.tally(dimension), key=lambda pair: pair[0])
        return [(code, f"{word(code)} ({count})") for code, count in found]

    return options_


def _city(code: str) -> str:
    return divisions.name(f"{code}00")


def _cities(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, f"{_city(code)} ({count})") for code, count in sorted(queries.tally("city"))]


NAME = Column(name="name", label=_("Achievement"), value="title", kind="main", link=True)
KIND = Column(
    name="kind",
    label=_("Kind"),
    value=lambda row: wording.word("kind", row.achievement.kind),
    phone=False,
    shown=False,
)
TRL = Column(
    name="trl",
    label=_("Readiness level"),
    value=lambda row: wording.trl(row.achievement.trl),
    phone=False,
    shown=False,
)
MODE = Column(name="mode", label=_("Wanted"), value=lambda row: wording.word("mode", row.achievement.mode), phone=False)

RESULTS = List(
    key="results",
    caption=_("Achievements"),
    columns=[
        *(shared.NUMBER, NAME, KIND),
        Column(name="unit", label=_("Completing unit"), value="holder__name", phone=False),
        *(shared.STATE, TRL, MODE),
        Column(name="price", label=_("Price in yuan"), value=lambda row: price(row.achievement)),
        Column(
            name="warnings",
            label=_("Warnings"),
            value=lambda row: len(row.achievement.warnings),
            kind="whole",
            phone=False,
            shown=False,
        ),
        Column(
            name="idle_on",
            label=_("One year is over on"),
            value="achievement__idle_on",
            kind="day",
            phone=False,
            shown=False,
        ),
        shared.DUE,
        # Ids are drawn in the order of time, so the newest come first along the index of the cases.
        Column(name="opened_on", label=_("Opened"), kind="day", sort=("pk",), phone=False, shown=False),
    ],
    filters=[
        Begins("q", _("Number or name begins with"), ("number", "title")),
        Choice("state", _("State"), _states(RESULT.kind)),
        Choice("about", _("Kind"), wording.KINDS, column="achievement__kind"),
        Choice("mode", _("Wanted"), wording.MODES, column="achievement__mode"),
        Days("opened_on", _("Opened"), "opened_on"),
    ],
    order="-opened_on",
    empty=Empty(
        sentence=_("No achievement yet. A unit registers one, or takes in its whole list as a table."),
        action=Action(label=_("Register an achievement"), url="/market/results/new/"),
    ),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    bulk=shared.bulk("?list=results"),
)

MINE = List(
    key="my-results",
    caption=_("Achievements on which I stand as completer"),
    columns=[
        Column(name="number", label=_("Number"), value="achievement__case__number", kind="code"),
        Column(name="name", label=_("Achievement"), value="achievement__name", kind="main", link=True),
        Column(name="state", label=_("State"), value=lambda row: words.state_of(row.achievement.case), kind="state"),
        Column(
            name="place_in_order",
            label=_("Rank of the completer"),
            kind="whole",
            sort=("achievement", "place_in_order"),
        ),
        Column(name="share", label=_("Share held"), value=lambda row: wording.share(row.share), kind="code"),
        Column(name="said", label=_("What I said"), value=_said, kind="state"),
        Column(name="idle_on", label=_("One year is over on"), value="achievement__idle_on", kind="day", phone=False),
    ],
    filters=[Begins("q", _("Name begins with"), ("achievement__name",))],
    order="-place_in_order",
    empty=Empty(sentence=_("No achievement names you as a completer yet. Your unit's transfer office enters them.")),
    row_url=lambda row: shared.case_url(row.achievement.case),
)

PUBLISHED = List(
    key="public-results",
    caption=_("Public register of achievements"),
    columns=[
        Column(name="name", label=_("Achievement"), kind="main", link=True),
        Column(name="kind", label=_("Kind"), value=lambda row: wording.word("kind", row.kind)),
        Column(name="unit", label=_("Completing unit"), value="unit__name", phone=False),
        Column(name="field", label=_("Discipline"), value=lambda row: wording.field(row.field), phone=False),
        Column(name="trl", label=_("Readiness level"), value=lambda row: wording.trl(row.trl), phone=False),
        Column(name="mode", label=_("Wanted"), value=lambda row: wording.word("mode", row.mode)),
        Column(name="price", label=_("Price in yuan"), value=price),
        Column(name="state", label=_("State"), value=lambda row: wording.state(row.state), kind="state"),
        Column(name="published_on", label=_("Published"), kind="day", sort=("published_on",)),
    ],
    filters=[
        Words("q", _("Words in the name, or a patent number")),
        Choice("field", _("Discipline"), _tallied("field", wording.field)),
        Choice("kind", _("Kind"), _tallied("kind", lambda code: wording.word("kind", code))),
        Choice("mode", _("Wanted"), _tallied("mode", lambda code: wording.word("mode", code))),
        Choice("trl", _("Readiness level"), _tallied("trl", lambda code: wording.trl(int(code)))),
        Choice("city", _("City"), _cities),
        Choice("state", _("State"), _tallied("state", lambda code: str(wording.state(code).word))),
        Choice("ipc", _("IPC class"), _tallied("ipc_class", str), column="ipc_class"),
        Unit("unit", _("Completing unit"), ()),
    ],
    order="-published_on",
    empty=Empty(sentence=_("Nothing in the register fits. Take a filter away or use other words.")),
    row_url=lambda row: queries.public_url(row.pk),
    total=lambda _request, values: _total(values),
)


def _total(values: Mapping[str, str]) -> int | None:
    """Give the kept count where none or one of the counted filters is set; every other count stops at its bound."""
    if not values:
        return sum(count for _value, count in queries.tally("all"))
    [(name, value), *more] = values.items()
    if more or name not in {"kind", "state", "field", "city", "mode", "trl"}:
        return None
    return dict(queries.tally(name)).get(value, 0)


def _holders(row: Case) -> str:
    shown = getattr(row, "shown_holders", None)
    return row.holder.name if shown is None and row.holder else str(shown or "")


RIGHTS = List(
    key="tech-rights",
    caption=_("Rights in technology"),
    columns=[
        shared.NUMBER,
        Column(name="name", label=_("Right"), value="title", kind="main", link=True),
        Column(name="holder", label=_("Registered by"), value=_holders, phone=False),
        shared.STATE,
        Column(name="since", label=_("On the register since"), value="techright__since", kind="day", phone=False),
        Column(name="place", label=_("Place"), kind="place", phone=False),
        Column(name="opened_on", label=_("Entered"), kind="day", sort=("pk",)),
    ],
    filters=[
        Begins("q", _("Number or name begins with"), ("number", "title")),
        Choice("state", _("State"), _states(RIGHT.kind)),
    ],
    order="-opened_on",
    empty=Empty(
        sentence=_("No right is on the register yet. Its holder applies for the first entry."),
        action=Action(label=_("Apply for an entry"), url="/market/rights/apply/"),
    ),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
)

ENTRIES = List(
    key="right-entries",
    caption=_("Applications for entries"),
    columns=[
        shared.NUMBER,
        Column(name="entry", label=_("Kind of entry"), value=lambda row: wording.word("entry", row.right_entry.entry)),
        Column(name="name", label=_("Right"), value="title", kind="main", link=True),
        *(shared.HOLDER, shared.STATE, shared.DUE),
        Column(name="opened_on", label=_("Opened"), kind="day", sort=("pk",), phone=False),
    ],
    filters=[
        Begins("q", _("Number or name begins with"), ("number", "title")),
        Choice("state", _("State"), _states(ENTRY.kind)),
        Choice("entry", _("Kind of entry"), wording.ENTRIES, column="right_entry__entry"),
    ],
    order="-opened_on",
    empty=Empty(sentence=_("Nobody has applied for an entry yet.")),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    bulk=shared.bulk("?list=right-entries"),
)

DEALS = List(
    key="result-deals",
    caption=_("Deals on achievements"),
    columns=[
        Column(name="opened_on", label=_("Begun"), kind="day", sort=("opened_on",)),
        Column(name="name", label=_("Achievement"), value="achievement__name", kind="main", link=True),
        Column(name="mode", label=_("What is dealt in"), value=lambda row: wording.word("deal", row.mode)),
        Column(name="path", label=_("Way to the price"), value=lambda row: wording.word("path", row.path), phone=False),
        Column(name="party", label=_("Other side"), phone=False),
        Column(name="closed_on", label=_("Ended"), kind="day"),
        Column(
            name="outcome",
            label=_("Outcome"),
            value=lambda row: wording.word("outcome", row.outcome) if row.outcome else "",
        ),
        Column(name="price", label=_("Price in yuan"), kind="money"),
    ],
    filters=[
        Choice("mode", _("What is dealt in"), wording.DEALS),
        Choice("path", _("Way to the price"), wording.PATHS),
        Choice("outcome", _("Outcome"), wording.OUTCOMES),
        Days("opened_on", _("Begun"), "opened_on"),
    ],
    order="-opened_on",
    empty=Empty(sentence=_("No deal yet. A deal appears as soon as a price is sought for an achievement.")),
    row_url=lambda row: shared.case_url(row.achievement.case),
)
