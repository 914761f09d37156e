"""Pages without sign-in: budgets, rules, providers, notices, results, audit rounds. All of it is public by rule."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing
from kechuang.mechanisms.sharing.voucher import overview, public_lists, queries, showing, words
from kechuang.mechanisms.sharing.voucher.models import VoucherAudit, VoucherBatch, VoucherBudget, VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import sample
from kechuang.web import clock, slots
from kechuang.web.charts.chart import download
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact, Figure
from kechuang.web.permissions import actor_of, may, public


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Innovation vouchers"), reverse("voucher:front")), *more]


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What vouchers are, and the doors to everything that is public about them."""
    today = clock.today()
    figures = [
        Figure(
            label=_("Budgets open"), value=overview.budgets().filter(case__state="OPEN").count(), url=_url("budgets")
        ),
        Figure(label=_("Providers listed"), value=queries.public_list(today).count(), url=_url("providers")),
        Figure(label=_("Notices running"), value=overview.open_notices(today), url=_url("notices")),
        Figure(label=_("Batches paid"), value=overview.paid_batches().count(), url=_url("results")),
    ]
    doors = [
        (
            _("What a firm may have"),
            _("Quota, share and cap for a place and kind of holder, each with its clause."),
            "rules",
        ),
        (_("Find a provider"), _("Who is listed, for which service, for the firms of which region."), "providers"),
        (_("Budgets"), _("How much there is, what is granted, frozen and paid."), "budgets"),
        (_("Public notices"), _("What will be paid, to whom, and how to object."), "notices"),
        (_("Results"), _("What was paid: firm, provider, amount."), "results"),
        (_("Audit rounds"), _("How the sample is drawn, so that anybody can draw it again."), "rounds"),
    ]
    shown = [slots.Hit(title=title, kind="", url=_url(name), note=note) for title, note, name in doors]
    own = []
    if may(actor_of(request), "right:apply", on=today):
        own = [Action(label=_("What may I have"), url=_url("entitlement"), primary=True)]
    return page(
        request,
        "sharing/voucher/front.html",
        {"figures": figures, "doors": shown},
        title=_("Innovation vouchers"),
        actions=own,
    )


def _url(name: str) -> str:
    return reverse(f"voucher:{name}")


@public
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every voucher rule of a place on a day, for a kind of holder, with clause and source."""
    today = clock.today()
    places = showing.rule_places()
    place = request.GET.get("place", "")
    known = place if place in dict(places) else places[0][0]
    kind = request.GET.get("kind", "enterprise")
    kind = kind if kind in dict(showing.KINDS) else "enterprise"
    context = {
        "places": places,
        "place": known,
        "kinds": [(code, words.word(f"voucher.subject.{code}")) for code, _word in showing.KINDS],
        "kind": kind,
        "rows": showing.rules(known, kind, today),
        "example": showing.example(known, kind, today),
    }
    return page(
        request,
        "sharing/voucher/rules.html",
        context,
        title=_("Voucher rules in force"),
        facts=[
            words.place(known),
            words.word(f"voucher.subject.{kind}"),
            _("as of %(day)s") % {"day": today.isoformat()},
        ],
        crumbs=_crumbs(),
    )


@public
@require_safe
def budgets(request: HttpRequest) -> HttpResponseBase:
    """All budgets."""
    actions = []
    if may(actor_of(request), "budget:plan", on=clock.today()):
        actions = [Action(label=_("Plan a budget"), url=reverse("voucher:budget-plan"), primary=True)]
    return list_page(
        public_lists.BUDGETS, request, overview.budgets(), title=_("Voucher budgets"), crumbs=_crumbs(), actions=actions
    )


@public
@require_safe
def budget(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """One budget: where its money is."""
    row = get_object_or_404(overview.budgets(), pk=identifier)
    found = overview.funds_of(row)
    drawn = showing.funds_chart(found, clock.today())
    answer = download(request, [drawn])
    if answer is not None:
        return answer
    actor, today = actor_of(request), clock.today()
    actions = []
    if actor.person and standing.may_read(row.case, actor, today):
        actions = [Action(label=_("Open the case"), url=reverse("casework:case", args=[row.pk]))]
    facts = [words.place(row.authority), str(row.year), row.case.number]
    context = {
        "row": row,
        "state": words.state_of(row.case),
        "chart": drawn,
        "funds": found,
        "facts": _budget_facts(row),
        "share": _share(found.granted, found.appropriation),
    }
    return page(
        request,
        "sharing/voucher/budget.html",
        context,
        title=words.budget_title(row.authority, row.year, row.case.title),
        facts=facts,
        crumbs=_crumbs(Crumb(_("Voucher budgets"), _url("budgets"))),
        actions=actions,
    )


def _share(part: Decimal, whole: Decimal) -> int:
    return int(100 * part / whole) if whole else 0


def _budget_facts(row: VoucherBudget) -> list[Fact]:
    return [
        Fact(term=_("Payer"), value=words.place(row.authority)),
        Fact(term=_("Serves the firms of"), value=words.place(row.case.place)),
        Fact(term=_("Office"), value=row.case.office.name if row.case.office else ""),
        Fact(term=_("Approved amount"), value=row.amount_yuan),
    ]


@public
@require_safe
def providers(request: HttpRequest) -> HttpResponseBase:
    """The provider list as anybody may see it today."""
    rows = queries.public_list(clock.today()).annotate(services_text=Cast("services", TextField()))
    actions = []
    if may(actor_of(request), "provider:apply", on=clock.today()):
        actions = [Action(label=_("Ask to be listed"), url=reverse("voucher:provider-apply"), primary=True)]
    return list_page(
        public_lists.PROVIDERS, request, rows, title=_("Listed providers"), crumbs=_crumbs(), actions=actions
    )


@public
@require_safe
def provider(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One listed provider."""
    row = get_object_or_404(queries.public_list(clock.today()), pk=identifier)
    actions = []
    if may(actor_of(request), "order:reserve", on=clock.today()):
        url = f"{reverse('voucher:order-reserve')}?provider={row.pk}"
        actions = [Action(label=_("Order from this provider"), url=url, primary=True)]
    facts = [
        Fact(term=_("Place"), value=words.place(row.case.place)),
        Fact(term=_("Listed by"), value=words.place(row.authority)),
        Fact(term=_("Services"), value=words.service_list(row.services)),
        Fact(term=_("Serves the firms of"), value=words.places(row.regions)),
        Fact(term=_("Listed from"), value=row.listed_from),
        Fact(term=_("Listed until"), value=row.listed_until),
    ]
    return page(
        request,
        "sharing/voucher/provider.html",
        {"facts": facts},
        title=row.body.name,
        facts=[row.case.number],
        crumbs=_crumbs(Crumb(_("Listed providers"), _url("providers"))),
        actions=actions,
    )


@public
@require_safe
def notices(request: HttpRequest) -> HttpResponseBase:
    """The public notices that run today."""
    return list_page(
        public_lists.NOTICES,
        request,
        queries.notices(clock.today()),
        template="sharing/voucher/notices.html",
        context={"contact": settings.KECHUANG_CONTACT},
        title=_("Public notices running now"),
        crumbs=_crumbs(),
    )


@public
@require_safe
def notice(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One public notice, to be read and printed: what will be paid, until when and how to object."""
    row = get_object_or_404(queries.notices(clock.today()).select_related("case__office"), pk=identifier)
    return page(
        request,
        "sharing/voucher/notice.html",
        notice_context(row),
        title=_("Public notice on the payment of an innovation voucher"),
        facts=[row.case.number],
        crumbs=_crumbs(Crumb(_("Public notices"), _url("notices"))),
        actions=[Action(label=_("Object to this notice"), url=reverse("standard:objection", args=[row.pk]))],
    )


def notice_context(row: VoucherOrder) -> dict[str, Any]:
    """What a notice says."""
    rule = showing.answer("voucher.notice.days", row.place, row.notice_from or row.case.opened_on)
    facts = [
        Fact(term=_("Firm"), value=row.holder.name),
        Fact(term=_("Provider"), value=row.provider.name),
        Fact(term=_("Service"), value=words.service(row.category)),
        Fact(term=_("Place"), value=words.place(row.place)),
        Fact(term=_("Voucher amount (yuan)"), value=row.amount_yuan),
        Fact(term=_("Notice from"), value=row.notice_from),
        Fact(term=_("Objections until"), value=row.notice_until),
    ]
    return {
        "row": row,
        "facts": facts,
        "office": row.case.office,
        "contact": settings.KECHUANG_CONTACT,
        "rule": showing.rule_row(rule),
    }


@public
@require_safe
def results(request: HttpRequest) -> HttpResponseBase:
    """All batches whose result was recorded."""
    return list_page(
        public_lists.RESULTS, request, overview.paid_batches(), title=_("Results of payment"), crumbs=_crumbs()
    )


@public
@require_safe
def result(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """One batch's result: firm, provider, amount."""
    row: VoucherBatch = get_object_or_404(overview.paid_batches(), pk=identifier)
    fact = overview.fact_of(f"{row.authority}/case/{row.pk}", "sharing.voucher.batch_paid")
    facts = [
        Fact(term=_("Payer"), value=words.place(row.authority)),
        Fact(term=_("Paid on"), value=row.paid_on),
        Fact(term=_("Paid (yuan)"), value=row.paid_yuan),
        Fact(term=_("Public fact and its proof"), value=fact[:12], url=slots.link("fact", fact)) if fact else None,
    ]
    return list_page(
        public_lists.PAID,
        request,
        overview.paid_lines(identifier),
        template="sharing/voucher/result.html",
        context={"facts": [each for each in facts if each]},
        title=_("Result of batch %(number)s") % {"number": row.case.number},
        facts=[words.place(row.authority), _day(row.paid_on)],
        crumbs=_crumbs(Crumb(_("Results of payment"), _url("results"))),
    )


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


@public
@require_safe
def rounds(request: HttpRequest) -> HttpResponseBase:
    """All rounds of the audit by sample."""
    actions = []
    if may(actor_of(request), "order:audit", on=clock.today()):
        actions = [Action(label=_("Open an audit round"), url=reverse("voucher:round-commit"), primary=True)]
    return list_page(
        public_lists.ROUNDS, request, overview.rounds(), title=_("Audit rounds"), crumbs=_crumbs(), actions=actions
    )


@public
@require_safe
def round_(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One round: the commitment, and after the draw the seed, the population and the sample, drawn again here."""
    row: VoucherAudit = get_object_or_404(overview.rounds(), pk=identifier)
    drawn = overview.draw_of(row)
    actor, actions = actor_of(request), []
    if actor.person and standing.may_read(row.case, actor, clock.today()):
        actions = [Action(label=_("Open the case"), url=reverse("casework:case", args=[row.pk]))]
    context = {"row": row, "draw": drawn, "state": words.state_of(row.case), "mine": _mine(request, drawn)}
    return page(
        request,
        "sharing/voucher/round.html",
        context,
        title=_("Audit round %(number)s") % {"number": row.case.number},
        facts=[words.place(row.authority)],
        crumbs=_crumbs(Crumb(_("Audit rounds"), _url("rounds"))),
        actions=actions,
    )


def _mine(request: HttpRequest, drawn: overview.Draw | None) -> dict[str, Any] | None:
    """Whether an order whose id the reader knows took part and was drawn."""
    typed = request.GET.get("order", "").strip()
    if not typed or drawn is None:
        return None
    try:
        mark = sample.mark(UUID(typed))
    except ValueError:
        return {"typed": typed, "mark": ""}
    return {"typed": typed, "mark": mark, "in": mark in drawn.population, "drawn": mark in drawn.drawn}
