"""What everybody may see without signing in: the register of achievements, one achievement, the patent landscape."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.models import Step
from kechuang.mechanisms.market.result import landscaping, lists, queries, wording
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.web import clock, divisions
from kechuang.web.charts.chart import download
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact, Figure
from kechuang.web.permissions import public

FIGURE_STATES = ("LISTED", "IN_DEAL", "LICENSED", "TRANSFERRED", "DORMANT")


@public
@require_safe
def results(request: HttpRequest) -> HttpResponseBase:
    """The public register."""
    held = dict(queries.tally("state"))
    figures = [
        Figure(label=wording.state(code).word, value=held.get(code, 0), filters={"state": code})
        for code in FIGURE_STATES
    ]
    return list_page(
        lists.PUBLISHED,
        request,
        lists.public(request),
        figures=figures,
        title=_("Public register of achievements"),
        crumbs=[],
        facts=[_("What units offer, license and have passed on. Contacts are masked.")],
        actions=[Action(label=_("Patent landscape"), url=reverse("market_result:landscape"))],
    )


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One achievement as everybody may see it."""
    row = get_object_or_404(queries.public().select_related("case__office"), pk=identifier)
    right = queries.right_of(row.pk)
    context = {
        "row": row,
        "state": wording.state(row.state),
        "facts": facts(row),
        "ips": ips(row),
        "completers": [
            (each.place_in_order, wording.masked_name(each.name), each.unit)
            for each in row.completers.order_by("place_in_order")
        ],
        "levels": [(wording.trl(each.level), each.on, each.assessor) for each in row.evidence.order_by("level")],
        "contact": contact(row),
        "right": right,
        "right_url": queries.check_url(right.pk) if right else "",
        "completers_may": row.dormant_on is not None and row.state == "DORMANT",
        "published": published_facts(row),
    }
    return page(
        request,
        "market_result/public_one.html",
        context,
        title=row.name,
        facts=[row.case.number, row.unit.name, divisions.name(row.place)],
        crumbs=[Crumb(_("Public register of achievements"), reverse("market_result:public"))],
    )


def facts(row: Achievement) -> list[Fact]:
    """Give what is public of an achievement by statute: unit, field, mode, price if stated."""
    found = [
        Fact(term=_("Completing unit"), value=row.unit.name),
        Fact(term=_("Kind"), value=wording.word("kind", row.kind)),
        Fact(term=_("Discipline"), value=wording.discipline(row.discipline)),
        Fact(term=_("Industry"), value=wording.industry(row.industry)),
        Fact(term="IPC", value=row.ipc),
        Fact(term=_("Readiness level"), value=wording.trl(row.trl)),
        Fact(term=_("Mode of transfer wanted"), value=wording.word("mode", row.mode)),
        Fact(term=_("Price in yuan"), value=lists.price(row)),
        Fact(term=_("Product"), value=row.product if row.security == told.OPEN else ""),
        Fact(term=_("Export control"), value=wording.word("export", row.export) if row.export != told.NONE else ""),
        Fact(term=_("Licences so far"), value=row.licences or ""),
        Fact(term=_("Market"), value=row.case.office.name if row.case.office else ""),
        Fact(term=_("Published"), value=row.published_on),
        Fact(term=_("Offer valid until"), value=row.valid_until),
    ]
    return [each for each in found if each.value not in {"", None}]


def ips(row: Achievement) -> list[dict[str, Any]]:
    """Give the rights that protect an achievement."""
    return [
        {
            "kind": wording.word("kind", ip.kind),
            "number": ip.number,
            "state": wording.word("ip", ip.state),
            "fee_until": ip.fee_until,
            "pledged": ip.pledged,
            "exclusive": ip.exclusive,
        }
        for ip in row.ips.order_by("order")
    ]


def contact(row: Achievement) -> list[Fact]:
    """Give the contact so that nobody can be called by a machine that reads the page."""
    found = [
        Fact(term=_("Contact person"), value=wording.masked_name(row.contact_name)),
        Fact(term=_("Telephone"), value=wording.masked_phone(row.contact_phone)),
        Fact(term=_("E-mail"), value=wording.masked_email(row.contact_email)),
    ]
    return [each for each in found if each.value]


def published_facts(row: Achievement) -> list[tuple[Any, str, str]]:
    """Give the facts of publication in the ledger: day, short id, address."""
    steps = Step.objects.filter(case=row.pk, move="list").order_by("pk")
    return [(step.on, fact[-8:], reverse("ledger:fact", args=[fact])) for step in steps for fact in step.facts]


@public
@require_safe
def landscape(request: HttpRequest) -> HttpResponseBase:
    """Show in which classes of the IPC the achievements of the register lie, and whose they are."""
    found = landscaping.look(request.GET.get("section", ""), clock.today())
    if (file := download(request, found.drawn)) is not None:
        return file
    return page(
        request,
        "market_result/landscape.html",
        {
            "charts": found.charts,
            "sections": found.sections,
            "chosen": found.section,
            "grid": found.grid,
            "sides": found.sides,
        },
        title=_("Patent landscape"),
        facts=[_("Achievements of the public register by IPC class, unit and year of the first patent.")],
        crumbs=[Crumb(_("Public register of achievements"), reverse("market_result:public"))],
    )
