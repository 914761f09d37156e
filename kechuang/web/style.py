"""The style page: every part of the kit in every state, for builders, reviewers and the accessibility tests."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.charts.chart import download
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.forms import UNTIL, CreditCodeField, DayField, KitForm, Known, YuanField, form_page
from kechuang.web.keyset import Slice, Total
from kechuang.web.listing import Listing, list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import (
    TONES,
    Clause,
    Confirmation,
    Deadline,
    Empty,
    Event,
    Fact,
    Figure,
    Source,
    State,
    Step,
)
from kechuang.web.permissions import public
from kechuang.web.style_charts import sample_charts, sample_measures
from kechuang.web.tables import Column, List

_WORDS = {
    "idle": _("not begun"),
    "going": _("under way"),
    "risk": _("at risk"),
    "late": _("overdue"),
    "done": _("done"),
    "void": _("ended without result"),
}


def _tone(body: Body) -> str:
    return TONES[len(body.name) % len(TONES)]


def _percent(body: Body) -> int:
    return len(body.name) * 13 % 101


BODIES = List(
    key="bodies",
    caption=_("Bodies of the demonstration"),
    columns=(
        Column(name="code", label=_("Code"), kind="code", sort=("code",)),
        Column(name="name", label=_("Name"), kind="main", sort=("name",), link=True),
        Column(name="kind", label=_("Kind"), phone=False),
        Column(name="place", label=_("Place"), kind="place", sort=("place",)),
        Column(
            name="state", label=_("State"), kind="state", value=lambda body: State(_WORDS[_tone(body)], _tone(body))
        ),
        Column(name="progress", label=_("Progress"), kind="percent", value=_percent, phone=False),
        Column(name="valid_from", label=_("Since"), kind="day", sort=("valid_from",)),
    ),
    filters=(
        Text("q", _("Name or code"), ("code__startswith", "name__icontains")),
        Choice("kind", _("Kind"), (("firm", _("firm")), ("office", _("office")))),
        Place("place", _("Place"), (("330000", "浙江省"), ("330100", "杭州市"), ("330400", "嘉兴市"))),
        Days("since", _("Since"), "valid_from"),
    ),
    order="code",
    size=12,
    panel="web/style_panel.html",
    row_url=lambda body: f"{reverse('web:style-list')}?row={body.pk}",
    empty=Empty(sentence=_("This node has no bodies yet.")),
)


class SampleForm(KitForm):
    """One field of each kind."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "name": "sample.value",
        "code": "sample.value",
        "amount": "sample.value",
        "signed_on": "sample.value",
        "kind": "sample.value",
        "place": "sample.value",
        "note": "sample.value",
        "agreed": "sample.value",
    }

    name = forms.CharField(label=_("Name of the firm"))
    code = CreditCodeField(label=_("Unified social credit code"))
    amount = YuanField(label=_("Contract amount"))
    signed_on = DayField(label=_("Signed on"))
    kind = forms.ChoiceField(
        label=_("Kind of service"),
        choices=(("test", _("testing")), ("design", _("design")), ("compute", _("computing"))),
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(label=_("Place"), choices=(("330106", "西湖区"), ("330421", "嘉善县")))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 3}))
    agreed = forms.BooleanField(label=_("The service serves research and not production"))


def _known() -> dict[str, Known]:
    source = Source(how="automatic", name=_("market register"), on=date(2026, 6, 1))
    return {"name": Known(value="海宁示例纳米材料有限公司（演示）", source=source)}


SAMPLE_REFUSAL = Refusal(
    "style.sample_refusal",
    {
        "requested_yuan": Decimal(120000),
        "cap_yuan": Decimal(100000),
        "since": date(2021, 1, 1),
        "clause": "第十条",
        "key": "voucher.quota.enterprise.year_yuan",
        "office": "示例县科技局（演示）",
    },
)


def _bound(data: dict[str, str]) -> SampleForm:
    return SampleForm(data, known=_known())


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sample_form(request: HttpRequest) -> HttpResponse:
    """Show a form page; sending it writes nothing."""
    form = SampleForm(request.POST or None, known=_known())
    if form.is_bound and form.is_valid():
        form.refuse(SAMPLE_REFUSAL)
    crumbs = [Crumb(_("Page parts"), reverse("web:style"))]
    return form_page(request, form, title=_("A form"), submit=_("Send"), crumbs=crumbs, cancel_url=reverse("web:style"))


@public
@require_safe
def sample_list(request: HttpRequest) -> HttpResponseBase:
    """Show a list page over the bodies of a demonstration, all of them invented."""
    if not settings.KECHUANG_DEMO:
        raise Http404
    rows = Body.objects.all()
    figures = [
        Figure(label=_("All"), value=rows.count(), filters={}),
        Figure(label=_("Offices"), value=rows.filter(kind="office").count(), filters={"kind": "office"}),
        Figure(label=_("Firms"), value=rows.filter(kind="firm").count(), filters={"kind": "firm"}),
    ]
    crumbs = [Crumb(_("Page parts"), reverse("web:style"))]
    return list_page(BODIES, request, rows, figures=figures, title=_("A list"), crumbs=crumbs)


def still_list(request: HttpRequest) -> Listing:
    """A list as it looks, without a database behind it."""
    listing = Listing(BODIES, request, Body.objects.none(), _figures())
    names = (
        "示例县科技局（演示）",
        "海宁示例纳米材料有限公司（演示）",
        "示例市产业技术研究院（演示）",
        "嘉善示例精密制造厂（演示）",
    )
    rows = [
        Body(code=f"DEMO-{index:02d}", name=name, kind="firm", place="330421", valid_from=date(2024, index, 1))
        for index, name in enumerate(names, start=1)
    ]
    listing.total = Total(240)
    listing.slice = Slice(rows=rows, first=1, total=Total(240), previous="", next="x")
    return listing


def _figures() -> list[Figure]:
    return [
        Figure(label=_("All"), value=240, filters={}),
        Figure(label=_("Done"), value=54, filters={"state": "done"}),
        Figure(label=_("At risk"), value=19, tone="risk", filters={"state": "risk"}),
        Figure(label=_("Overdue"), value=7, tone="bad", filters={"state": "late"}),
        Figure(label=_("Money"), value=Decimal("4210.5"), unit=_("ten thousand yuan")),
    ]


def _deadlines(today: date) -> list[Deadline]:
    return [
        Deadline(on=today + timedelta(days=40), today=today),
        Deadline(on=today + timedelta(days=3), today=today),
        Deadline(on=today - timedelta(days=12), today=today),
        Deadline(on=today - timedelta(days=30), today=today, done=True),
        Deadline(on=today + timedelta(days=400), today=today, provisional=True),
    ]


def parts_in_every_state(request: HttpRequest) -> dict[str, Any]:
    """Give one of each part in each state: the style page's context."""
    today = clock.today()
    automatic = Source(how="automatic", name=_("market register"), on=today, url="#sources")
    return {
        "states": [State(_WORDS[tone], tone) for tone in TONES],
        "meters": [(0, ""), (21, ""), (53, "risk"), (79, "late"), (100, "done"), (138, "")],
        "clause": Clause(
            text="支持企业购买科技创新服务，对符合条件的给予创新券支持。",
            document=_("sample document"),
            place="第（四）条",
            url="#clauses",
        ),
        "sources": [
            automatic,
            Source(how="typed", name="林越（演示）", on=today),
            Source(how="imported", name="名单.xlsx"),
        ],
        "deadlines": _deadlines(today),
        "events": [
            Event(at=today, what=_("progress"), before="45%", after="60%", who="周明（演示）"),
            Event(at=today - timedelta(days=9), what=_("opinion uploaded"), who="林越（演示）", url="#history"),
        ],
        "facts": [
            Fact(term=_("Lead"), value="示例市科技局（演示）"),
            Fact(term=_("Contract amount"), value=Decimal("1200000.50"), source=automatic),
            Fact(term=_("Due"), value=today),
            Fact(term=_("Note"), value=None),
        ],
        "figures": _figures(),
        "steps": [Step(label=_("upload"), done=True), Step(label=_("check"), current=True), Step(label=_("write"))],
        "empty": Empty(sentence=_("No order waits for you."), action=Action(label=_("Place an order"), url="#empty")),
        "confirmation": Confirmation(
            title=_("Withdraw the order?"),
            effects=[_("The frozen amount of 12,000 yuan becomes free again."), _("The provider is told.")],
            undo=_("A withdrawn order cannot be taken up again; place a new one instead."),
            submit=_("Withdraw"),
            url=reverse("web:style-form"),
            cancel_url="#confirm",
            danger=True,
        ),
        "refused": SAMPLE_REFUSAL,
        "form": _bound(
            {"name": "", "code": "91330100ABC", "amount": "1.2万", "signed_on": "2026-13-01", "place": "330106"}
        ),
        "list": still_list(request),
        "charts": sample_charts(today),
        "measures": sample_measures(),
    }


@public
@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """Show the style page."""
    if (file := download(request, sample_charts(clock.today()))) is not None:
        return file
    actions = [
        Action(label=_("A form"), url=reverse("web:style-form")),
        Action(label=_("Parts of daily work"), url=reverse("web:style-office")),
        Action(label=_("Main action"), url="#top", primary=True),
    ]
    facts = [_("every part in every state"), _("invented values")]
    return page(
        request, "web/style.html", parts_in_every_state(request), title=_("Page parts"), facts=facts, actions=actions
    )
