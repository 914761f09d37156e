"""The lists of works, register lines, lines with who below takes them up, and pilots."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework import words
from kechuang.policy import wording as policy_wording
from kechuang.policy.lists import TARGET_KINDS, Wording
from kechuang.policy.works import wording
from kechuang.policy.works.models import Line, Pilot, Work
from kechuang.web import divisions
from kechuang.web.filters import Choice, Options, Place
from kechuang.web.page import Action
from kechuang.web.parts import DONE, GOING, LATE, Empty, State
from kechuang.web.tables import Column, List

PILOT_STATES = ("TRYING", "EVALUATED", "SPREAD", "ENDED")
LEVEL_OPTIONS = tuple(wording.LEVELS.items())


def place_options(_request: HttpRequest) -> Options:
    """Give the places whose plans are in the register."""
    codes = Work.objects.order_by("place").values_list("place", flat=True).distinct()
    return [(code, divisions.name(code)) for code in codes]


def year_options(_request: HttpRequest) -> Options:
    """Give the years for which a line promises anything."""
    years = Line.objects.filter(year__isnull=False).order_by("year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def work_options(_request: HttpRequest) -> Options:
    """Give the works that have lines."""
    rows = Work.objects.filter(lines__gt=0).order_by("title", "pk").values_list("pk", "title")[:500]
    return [(str(pk), title) for pk, title in rows]


def _quoted(text: str) -> SafeString:
    return format_html('<span class="one-line" lang="zh-Hans" title="{}">{}</span>', text, text)


WORKS = List(
    key="policy-works",
    caption=_("Works"),
    columns=(
        Column(
            name="title",
            label=_("Title"),
            kind="main",
            link=True,
            html=lambda row: _quoted(row.title),
            sort=("title", "id"),
        ),
        Column(name="number", label=_("Document number"), kind="code", phone=False),
        Column(name="level", label=_("Level"), value=lambda row: wording.LEVELS[row.level]),
        Column(name="place", label=_("Place"), kind="place"),
        Column(name="issued_on", label=_("Issued on"), kind="day", phone=False),
        Column(name="papers", label=pgettext_lazy("papers of a work", "Papers"), kind="whole"),
        Column(name="lines", label=_("Register lines"), kind="whole"),
        Column(name="regions", label=_("Regions that adopted it"), kind="whole", phone=False),
    ),
    filters=(
        Wording("q", _("Title, number or issuer")),
        Choice("level", _("Level"), LEVEL_OPTIONS),
        Place("place", _("Place"), place_options),
        Choice(
            "papers",
            pgettext_lazy("papers of a work", "Papers"),
            (("one", _("one paper")), ("several", _("several papers"))),
            lookups={"one": lambda: Q(papers=1), "several": lambda: Q(papers__gt=1)},
        ),
        Choice(
            "adopted",
            _("Adopted"),
            (("joint", _("by several regions with one text")),),
            lookups={"joint": lambda: Q(regions__gt=1)},
        ),
    ),
    order="title",
    row_url=lambda row: reverse("policy_works:work", args=[row.pk]),
    empty=Empty(
        sentence=_("No work is in the register. Works appear when a policy document is imported."),
        action=Action(label=_("Policy documents"), url="/policy/"),
    ),
)


def doubt_words(row: Line) -> str:
    """Write the doubts of a line."""
    return "；".join(str(wording.DOUBTS[code]) for code in row.doubts)


def total_state(row: Line) -> State | None:
    """Give whether the parts of a line add up; None where it has none."""
    return wording.state(wording.SUMS, row.total) if row.total else None


def taken_state(row: Line) -> State:
    """Give whether anybody below has taken a line up."""
    if row.served:
        return State(str(TAKEN["taken"]), DONE, "taken")
    if row.proposed:
        return State(str(TAKEN["proposed"]), GOING, "proposed")
    return State(str(TAKEN["nobody"]), LATE, "nobody")


TAKEN = {
    "nobody": pgettext_lazy("taken up below", "nobody below"),
    "proposed": pgettext_lazy("taken up below", "to be confirmed"),
    "taken": pgettext_lazy("taken up below", "taken up"),
}
INDICATOR = Column(
    name="indicator", label=_("Indicator"), kind="main", link=True, html=lambda row: _quoted(row.indicator)
)
AMOUNT = Column(name="amount", label=_("Promised"), value=policy_wording.amount)
BY = Column(
    name="year",
    label=pgettext_lazy("deadline", "By"),
    value=lambda row: policy_wording.by_when(row, (row.period_from, row.period_to)),
    sort=("year", "id"),
)
LEVEL = Column(name="level", label=_("Level"), value=lambda row: wording.LEVELS[row.level], phone=False)
PLACE = Column(name="place", label=_("Place"), kind="place")
WORK = Column(name="work", label=_("Work"), value="work__title", phone=False, html=lambda row: _quoted(row.work.title))


def line_url(row: Line) -> str:
    """Give the page of a line."""
    return reverse("policy_works:line", args=[row.pk])


LINES = List(
    key="policy-lines",
    caption=_("Register lines"),
    columns=(
        Column(name="code", label=_("Code"), kind="code", sort=("work_id", "order"), phone=False),
        Column(name="clause", label=_("Clause"), kind="code"),
        INDICATOR,
        Column(name="name", label=_("One name"), phone=False, shown=False),
        AMOUNT,
        BY,
        Column(name="mentions", label=_("Mentions"), value="mentions_count", kind="whole", phone=False),
        Column(name="part_of", label=_("Part of"), value="whole__indicator", phone=False, shown=False),
        Column(name="total", label=_("Sum of parts"), kind="state", value=total_state, phone=False),
        Column(name="doubts", label=_("Doubts"), value=doubt_words, phone=False, shown=False),
        LEVEL,
        PLACE,
        WORK,
    ),
    filters=(
        Wording("q", _("Indicator or wording")),
        Choice("work", _("Work"), work_options, column="work_id"),
        Choice("level", _("Level"), LEVEL_OPTIONS),
        Place("place", _("Place"), place_options),
        Choice("year", _("Year"), year_options),
        Choice("kind", _("Kind"), TARGET_KINDS),
        Choice(
            "show",
            _("Show"),
            (
                ("repeated", _("printed more than once")),
                ("whole", _("with parts")),
                ("doubted", _("with a doubt")),
                ("not_adding", _("sums that do not add up")),
            ),
            lookups={
                "repeated": lambda: Q(mentions_count__gt=1),
                "whole": lambda: ~Q(total=""),
                "doubted": lambda: ~Q(doubts=[]),
                "not_adding": lambda: Q(total="exceeds"),
            },
        ),
    ),
    order="code",
    row_url=line_url,
    empty=Empty(
        sentence=_("No line is in the register. Lines appear when a document that sets numbers is imported."),
        action=Action(label=_("Policy documents"), url="/policy/"),
    ),
)
ALIGNMENT = List(
    key="policy-alignment",
    caption=_("Higher targets and who below takes them up"),
    columns=(
        Column(name="code", label=_("Code"), kind="code", sort=("work_id", "order"), phone=False),
        INDICATOR,
        AMOUNT,
        BY,
        Column(name="taken", label=_("Below"), kind="state", value=taken_state),
        Column(name="served", label=_("Taken up by"), kind="whole"),
        Column(name="proposed", label=_("To be confirmed"), kind="whole", phone=False),
        LEVEL,
        PLACE,
        WORK,
    ),
    filters=(
        Wording("q", _("Indicator or wording")),
        Choice("work", _("Work"), work_options, column="work_id"),
        Choice("level", _("Level"), LEVEL_OPTIONS),
        Place("place", _("Place"), place_options),
        Choice("year", _("Year"), year_options),
        Choice(
            "taken",
            _("Below"),
            tuple(TAKEN.items()),
            lookups={
                "nobody": lambda: Q(served=0, proposed=0),
                "proposed": lambda: Q(served=0, proposed__gt=0),
                "taken": lambda: Q(served__gt=0),
            },
        ),
    ),
    order="code",
    row_url=line_url,
    empty=Empty(
        sentence=_("No higher target yet: this list needs plans of two levels, such as a city's and its county's."),
        action=Action(label=_("Policy documents"), url="/policy/"),
    ),
)


def lines(_request: HttpRequest | None = None) -> Any:  # noqa: ANN401 - a queryset of lines
    """Give all register lines."""
    return Line.objects.select_related("work", "whole")


def higher(_request: HttpRequest | None = None) -> Any:  # noqa: ANN401 - a queryset of lines
    """Give the lines that somebody below could take up: plans of a lower place lie within theirs."""
    return Line.objects.filter(expects=True).select_related("work")


# --- pilots


def pilot_state(row: Pilot) -> State:
    """Give the state of a pilot."""
    return words.state_of(row.case)


def pilots(_request: HttpRequest | None = None) -> Any:  # noqa: ANN401 - a queryset of pilots
    """Give all pilots."""
    return Pilot.objects.select_related("case", "document").defer("document__reading", "document__sample")


PILOTS = List(
    key="policy-pilots",
    caption=_("Pilots"),
    columns=(
        Column(name="number", label=_("Number"), value="case__number", kind="code", phone=False),
        Column(name="title", label=_("Title"), kind="main", link=True, html=lambda row: _quoted(row.title)),
        Column(name="place", label=_("Tried in"), kind="place", sort=("place", "case_id")),
        Column(name="state", label=_("State"), kind="state", value=pilot_state),
        Column(name="since", label=_("Since"), kind="day"),
        Column(name="evaluated_on", label=_("Evaluated on"), kind="day", phone=False),
        Column(name="spread_on", label=_("Spread on"), kind="day", phone=False),
        Column(name="spread_to", label=_("Spread to"), kind="place", phone=False),
        Column(name="clause", label=_("Clause"), kind="code", phone=False),
        Column(name="document", label=_("Document"), value="document__title", phone=False),
    ),
    filters=(
        Choice(
            "state",
            _("State"),
            lambda _request: [(code, words.state("policy.pilot", code).word) for code in PILOT_STATES],
            column="case__state",
        ),
        Place("place", _("Tried in"), place_options),
    ),
    order="place",
    row_url=lambda row: reverse("policy_works:pilot", args=[row.pk]),
    empty=Empty(
        sentence=_("No pilot is on record. A planner records one from the clause that has something tried first."),
        action=Action(label=_("Record a pilot"), url="/policy/pilots/new/"),
    ),
)
