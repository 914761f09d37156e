"""The lists of documents, targets, tasks and systems, declared once: pages, files and API come from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.policy import beside, catalogue, queries, wording
from kechuang.policy.likeness import folded
from kechuang.policy.models import Document, System, Target, Task
from kechuang.web import cells, slots
from kechuang.web.filters import Choice, Days, Options
from kechuang.web.page import Action
from kechuang.web.parts import DONE, VOID, Empty, State
from kechuang.web.tables import Column, List


@dataclass(frozen=True, slots=True)
class Wording:
    """Words typed by the reader, sought without regard to blanks, marks, width and script."""

    name: str
    label: str | Lazy
    column: str = "search"
    placeholder: str | Lazy = ""

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep rows that hold every word."""
        for word in values.get(self.name, "").split()[:8]:
            plain = folded(word)
            if plain:
                rows = rows.filter(**{f"{self.column}__contains": plain})
        return rows

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG002 - the protocol
        """Show a search field."""
        return {"kind": "text", "filter": self, "value": values.get(self.name, "")}


@dataclass(frozen=True, slots=True)
class Among(Choice):
    """One of some codes that a column holds between bars: |a|b|."""

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep rows that hold the chosen code; a code that is no option raises TypedError."""
        Choice.narrow(self, rows.none(), values)
        chosen = values.get(self.name, "")
        return rows.filter(**{f"{self.column}__contains": f"|{chosen}|"}) if chosen else rows


# --- documents

STANDING = (("in", _("in the register")), ("withdrawn", _("withdrawn")))


def standing(row: Document) -> State:
    """Give the state of a document in the register."""
    code = "withdrawn" if row.withdrawn else "in"
    return State(str(dict(STANDING)[code]), VOID if row.withdrawn else DONE, code)


def _title(row: Document) -> SafeString:
    return format_html(
        '<span class="one-line song" lang="{}" title="{}">{}</span>',
        wording.language_of(row.script),
        row.title,
        row.title,
    )


DOCUMENTS = List(
    key="policy-documents",
    caption=_("Policy documents"),
    columns=(
        Column(name="title", label=_("Title"), kind="main", link=True, html=_title),
        Column(name="number", label=_("Document number"), kind="code", phone=False),
        Column(name="issuers", label=_("Issued by"), value=lambda row: "、".join(row.issuers), phone=False),
        Column(name="issued_on", label=_("Issued on"), kind="day"),
        Column(name="targets", label=_("Targets"), value="targets_count", kind="whole", phone=False),
        Column(name="tasks", label=_("Tasks"), value="tasks_count", kind="whole", phone=False),
        Column(name="gaps", label=_("Doubts"), value="gaps_count", kind="whole", phone=False),
        Column(name="state", label=_("State"), value=standing, kind="state"),
        Column(name="imported_on", label=_("Imported"), kind="day", sort=("imported_on",), phone=False),
    ),
    filters=(
        Wording("q", _("Title, number or issuer")),
        Choice(
            "state",
            _("State"),
            STANDING,
            lookups={"in": lambda: Q(withdrawn=False), "withdrawn": lambda: Q(withdrawn=True)},
        ),
        Days("issued", _("Issued on"), "issued_on"),
    ),
    order="-imported_on",
    row_url=lambda row: reverse("policy:document", args=[row.pk]),
    empty=Empty(
        sentence=_("No policy document is in the register yet. A planner gives a file and checks what was found."),
        action=Action(label=_("Import a document"), url="/policy/import/"),
    ),
)


# --- targets and tasks


def document_options(_request: HttpRequest) -> Options:
    """Give the documents in the register as options of a filter."""
    rows = Document.objects.filter(withdrawn=False).order_by("title", "pk")
    return [(str(pk), title) for pk, title in rows.values_list("pk", "title")[:500]]


def year_options(_request: HttpRequest) -> Options:
    """Give the years for which anything is promised."""
    years = Target.objects.filter(document__withdrawn=False, year__isnull=False).order_by("year")
    return [(str(year), str(year)) for year in years.values_list("year", flat=True).distinct()]


def _document(row: Target | Task) -> SafeString:
    return format_html('<span lang="{}">{}</span>', wording.language_of(row.document.script), row.document.title)


def finding_url(row: Target | Task) -> str:
    """Give the place of a target or task in its document."""
    clause = f"?clause={row.clause.path}" if row.clause else ""
    return f"{reverse('policy:document', args=[row.document_id])}{clause}#m-{row.code}"


def _quoted(text: str, row: Target | Task) -> SafeString:
    return format_html(
        '<span class="one-line" lang="{}" title="{}">{}</span>', wording.language_of(row.document.script), text, text
    )


def judged(row: Target | Task) -> State | None:
    """Say how a person judged a target or task; None where nobody did."""
    return wording.verdict(row.verdict) if row.verdict else None


def _judged(row: Target | Task) -> SafeString:
    state = judged(row)
    if state is None:
        return cells.NOTHING
    url = slots.link("judgement", row.document_id, row.code)
    said = cells.html("state", state)
    return format_html('<a href="{}">{}</a>', url, said) if url else said


TARGET_KINDS = (
    ("count", pgettext_lazy("target kind", "count")),
    ("level", pgettext_lazy("target kind", "level")),
    ("growth_rate", pgettext_lazy("target kind", "growth rate")),
    ("share", pgettext_lazy("target kind", "share")),
    ("range", pgettext_lazy("target kind", "range")),
    ("multiple", pgettext_lazy("target kind", "multiple")),
    ("coverage", pgettext_lazy("target kind", "full coverage")),
    ("rank", pgettext_lazy("target kind", "rank")),
)

TARGETS = List(
    key="policy-targets",
    caption=_("Targets that documents set in numbers"),
    columns=(
        Column(name="code", label=_("Code"), kind="code", sort=("document_id", "start"), phone=False),
        Column(name="clause", label=_("Clause"), value="clause__path", kind="code"),
        Column(
            name="indicator",
            label=_("Indicator"),
            kind="main",
            link=True,
            html=lambda row: _quoted(row.indicator, row),
        ),
        Column(name="amount", label=_("Promised"), value=wording.amount),
        Column(
            name="year",
            label=pgettext_lazy("deadline", "By"),
            value=lambda row: wording.by_when(row, (row.period_from, row.period_to)),
            sort=("year",),
        ),
        Column(name="quote", label=_("As published"), phone=False, html=lambda row: _quoted(row.quote, row)),
        Column(name="verdict", label=_("Judged"), kind="state", value=judged, html=_judged, phone=False),
        Column(name="document", label=_("Document"), value="document__title", phone=False, html=_document),
    ),
    filters=(
        Wording("q", _("Indicator or wording")),
        Choice("document", _("Document"), document_options, column="document_id"),
        Choice("year", _("Year"), year_options),
        Choice("kind", _("Kind"), TARGET_KINDS),
    ),
    order="code",
    row_url=finding_url,
    empty=Empty(
        sentence=_("No target is in the register. Targets appear when a document that sets numbers is imported."),
        action=Action(label=_("Policy documents"), url="/policy/"),
    ),
)

TASKS = List(
    key="policy-tasks",
    caption=_("Tasks and the bodies that answer for them"),
    columns=(
        Column(name="code", label=_("Code"), kind="code", sort=("document_id", "start"), phone=False),
        Column(name="clause", label=_("Clause"), value="clause__path", kind="code"),
        Column(
            name="text",
            label=_("Task as published"),
            kind="main",
            link=True,
            html=lambda row: _quoted(row.text, row),
        ),
        Column(name="lead", label=_("Leading"), value=lambda row: "、".join(row.lead), phone=False),
        Column(name="units", label=_("Responsible bodies"), value=lambda row: "、".join(row.units)),
        Column(name="today", label=_("Today's bodies"), value=lambda row: beside.owners_of(row.document, row.units)),
        Column(name="verdict", label=_("Judged"), kind="state", value=judged, html=_judged, phone=False),
        Column(name="document", label=_("Document"), value="document__title", phone=False, html=_document),
    ),
    filters=(
        Wording("q", _("Wording of the task")),
        Wording("body", _("Responsible body"), "bodies"),
        Choice("document", _("Document"), document_options, column="document_id"),
    ),
    order="code",
    row_url=finding_url,
    empty=Empty(
        sentence=_("No task is in the register. Tasks appear when a document naming responsible bodies is imported."),
        action=Action(label=_("Policy documents"), url="/policy/"),
    ),
)


# --- systems


def _entry(row: System) -> catalogue.System:
    return catalogue.systems()[row.number]


def where_text(system: catalogue.System) -> str:
    """Write where a system is named, one document after the other."""
    return gettext("; ").join(
        f"{wording.short(catalogue.works()[key])} {gettext(', ').join(map(wording.cited_clause, clauses))}"
        for key, clauses in system.where.items()
    )


def _where(row: System) -> SafeString:
    system = _entry(row)
    lines = [
        (
            wording.short(catalogue.works()[key]),
            format_html_join(
                " ",
                '<a href="{}">{}</a>',
                ((queries.cited_url(key, clause), wording.cited_clause(clause)) for clause in clauses),
            ),
        )
        for key, clauses in system.where.items()
    ]
    return format_html_join("", '<span class="cited-line"><span class="quiet">{}</span> {}</span>', lines)


def _name(row: System) -> SafeString:
    return format_html('<span lang="zh-Hans">{}</span>', row.name)


def door_url(row: System) -> str:
    """Give the address of what works or is kept; a part that is there already stands on the row's own page."""
    return queries.link_of(_entry(row)) if row.status != catalogue.NOT_YET else ""


def _door(row: System) -> SafeString:
    url = door_url(row)
    return format_html('<a class="row-link" href="{}">{}</a>', url, gettext("Open")) if url else cells.NOTHING


def status_options() -> Options:
    """Give the states of systems as options of a filter."""
    return (
        ("working", pgettext_lazy("status", "works")),
        ("register", pgettext_lazy("status", "register only")),
        ("not_yet", pgettext_lazy("status", "not yet")),
    )


SYSTEMS = List(
    key="systems",
    caption=_("Systems that the documents name"),
    columns=(
        Column(name="number", label=_("No."), kind="whole", sort=("number",), phone=False),
        Column(name="where", label=_("Clause"), value=lambda row: where_text(_entry(row)), html=_where),
        Column(name="name", label=_("As the documents word it"), kind="main", link=True, html=_name),
        Column(
            name="status",
            label=_("On this node"),
            value=lambda row: wording.status(row.status),
            kind="state",
            sort=("rank", "number"),
        ),
        Column(name="link", label=_("Go there"), value=door_url, html=_door, phone=False),
        Column(name="does", label=_("What it must do"), value=lambda row: wording.own(_entry(row).does), phone=False),
        Column(name="kind", label=_("Kind"), value=lambda row: wording.kinds_of(_entry(row)), phone=False),
    ),
    filters=(
        Wording("q", _("Wording in the documents")),
        Among(
            "document",
            _("Document"),
            lambda _request: [(key, wording.short(work)) for key, work in catalogue.works().items()],
            "documents",
        ),
        Among("kind", _("Kind"), tuple(wording.SYSTEM_KINDS.items()), "kinds"),
        Choice("status", _("On this node"), status_options()),
        Among(
            "module",
            _("Module"),
            lambda _request: [(code, wording.own(words)) for code, words in catalogue.modules().items()],
            "modules",
        ),
    ),
    order="number",
    size=50,
    row_url=lambda row: queries.system_url(row.number),
    empty=Empty(sentence=_("The table of systems is empty: run the migrations of this node again.")),
)
