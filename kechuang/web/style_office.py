"""The style page's second part: what carries daily work, in every state, over invented values."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.web import chance, clock, conflict, drafts, errors, inline
from kechuang.web.accounts.models import Body
from kechuang.web.board import Card, Go, Lane, ShownLane
from kechuang.web.charts.chart import About, Chart, download
from kechuang.web.charts.flowmap import Flow, flow_map
from kechuang.web.models import Draft, ListView, LongWork
from kechuang.web.page import Crumb, page
from kechuang.web.parts import State
from kechuang.web.permissions import public
from kechuang.web.progress_views import shown as shown_work
from kechuang.web.style import BODIES, SampleForm, still_list

_FLOWS = (
    ("310000", "330100", 4200),
    ("330100", "310000", 2600),
    ("320500", "310000", 3900),
    ("330400", "310000", 1800),
    ("340100", "320100", 1500),
    ("330100", "330400", 900),
    ("330100", "331100", 400),
    ("330300", "330100", 700),
    ("330100", "330100", 5000),
)


def sample_flows(today: date) -> Chart:
    """Draw invented flows."""
    about = About(
        key="flow",
        title=_("Contracts across the delta"),
        summary=_("Most money runs between Shanghai, Hangzhou and Suzhou."),
        unit=_("ten thousand yuan"),
        source=_("invented values"),
        definition=_("a sample definition"),
        on=today,
    )
    return flow_map(about, "delta", [Flow(source=a, target=b, value=value) for a, b, value in _FLOWS])


def _works() -> list[dict[str, Any]]:
    at = clock.now()
    rows = (
        (LongWork.WAITING, 0, 300, _("Waits for the import before it.")),
        (LongWork.RUNNING, 120, 300, _("Row 120: 3 cells need a look.")),
        (LongWork.RUNNING, 45, None, _("Reading the sheet.")),
        (LongWork.DONE, 300, 300, _("300 rows are written.")),
        (LongWork.FAILED, 17, 300, _("The file is cut off after row 17. Save it again and upload it anew.")),
        (LongWork.STOPPED, 80, 300, _("80 rows are written and stay written.")),
    )
    made = [
        LongWork(
            pk=chance.uuid7(),
            title="名单.xlsx（演示）",
            state=state,
            done=done,
            total=total,
            says=says,
            begun_at=at,
            changed_at=at,
        )
        for state, done, total, says in rows
    ]
    return [shown_work(work) for work in made]


def _lanes() -> list[ShownLane]:
    lanes = [
        Lane("open", State(_("not begun"), "idle")),
        Lane("going", State(_("under way"), "going")),
        Lane("late", State(_("overdue"), "late")),
        Lane("done", State(_("done"), "done"), "#board"),
    ]
    names = ("示例检测服务（演示）", "示例设计服务（演示）", "示例算力服务（演示）")
    columns = [column for column in BODIES.columns if column.name in {"code", "place"}]
    found = []
    for number, lane in enumerate(lanes):
        shown = ShownLane(lane, more=lane.code == "done")
        for name in names[: number % 3 + (lane.code != "late")]:
            body = Body(code=f"DEMO-{number}", name=name, place="330421")
            cells = [(column, column.cell(body)) for column in columns]
            ways = (
                [Go(("going",), _("Begin"), "#board"), Go(("done", "late"), _("Close"), "#board")] if number < 2 else []
            )
            card = Card(f"{number}-{len(shown.cards)}", "#board", BODIES.columns[1].cell(body), cells, ways)
            shown.cards.append(card)
        found.append(shown)
    return found


def _clashes() -> list[conflict.Clash]:
    return [
        conflict.Clash("amount", _("Contract amount"), "120000", "125000", "118000", "mine", both=True),
        conflict.Clash("note", _("Note"), "", "已电话核实（演示）", "", "theirs", both=False),
    ]


def _cell(request: HttpRequest) -> dict[str, Any]:
    row = Body(pk=chance.uuid7(), code="DEMO-01", name="示例县科技局（演示）", kind="office", place="330421")
    form = SampleForm({"name": ""})
    form.auto_id = "cell-sample-%s"
    other = Body(pk=chance.uuid7(), code="DEMO-02", name="", kind="office", place="330421")
    cell, wrong = inline.Cell(BODIES, "name", row), inline.Cell(BODIES, "name", other)
    return {"cell": cell, "wrong_cell": wrong, "wrong_field": form["name"], "url": request.path}


@public
@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """Show the parts of daily work."""
    today = clock.today()
    flow = sample_flows(today)
    if (file := download(request, [flow])) is not None:
        return file
    form = SampleForm(initial={"name": "海宁示例纳米材料有限公司（演示）"})
    draft = Draft(pk=chance.uuid7(), title="", saved_at=clock.now() - timedelta(minutes=12))
    form.draft = drafts.Shown("", draft)
    listing = still_list(request)
    listing.look = looks_of_the_sample(listing)
    listing.may_keep = True
    context = {
        "flow": flow,
        "works": _works(),
        "lanes": _lanes(),
        "clashes": _clashes(),
        "now": conflict.Now(version="2", values={}, by="周明（演示）", at=today),
        "both": 1,
        "hidden": [],
        "cancel_url": "#conflict",
        "draft_form": form,
        "list": listing,
        "statuses": [(status, errors.known_trouble(status)) for status in errors.STATUSES],
        **_cell(request),
    }
    crumbs = [Crumb(_("Page parts"), reverse("web:style"))]
    facts = [_("every part in every state"), _("invented values")]
    return page(request, "web/style_office.html", context, title=_("Parts of daily work"), crumbs=crumbs, facts=facts)


def looks_of_the_sample(listing: Any) -> Any:  # noqa: ANN401 - a Listing and its Look
    """Give the sample list two views, one of them shared and opening first."""
    shared = Body(name="示例县科技局（演示）")
    path = reverse("web:style-list")
    own = ListView(pk=chance.uuid7(), list_key="bodies", name="", path=path)
    views = (
        ListView(
            pk=chance.uuid7(),
            list_key="bodies",
            name="本县企业（演示）",
            path=path,
            query="kind=firm&place=330421",
            body=shared,
        ),
        ListView(pk=chance.uuid7(), list_key="bodies", name="机关（演示）", path=path, query="kind=office"),
    )
    own.opens = views[0]
    return type(listing.look)(listing.look.columns, listing.look.ordinal, "tight", views, own)


@public
@require_http_methods(["GET", "HEAD"])
def error(request: HttpRequest, status: int) -> HttpResponse:
    """Show an error page as it would be; itself it is no error."""
    if status not in errors.STATUSES:
        raise Http404
    response = errors.answer(request, errors.known_trouble(status))
    response.status_code = 200
    return response
