"""What everybody may see of brokers, without signing in: the register, one entry, a certificate's state, statistics."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import words
from kechuang.kernel.identify.text import compact
from kechuang.mechanisms.market.broker import lists, queries, showing, wording
from kechuang.mechanisms.market.broker.rules.moves import APPLY
from kechuang.mechanisms.market.demand.wording import FIELDS
from kechuang.web import clock, exports, limits, written
from kechuang.web.exports import Export
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, may, public

PER_HOUR, HOUR = 120, 3600


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Register of brokers"), reverse("market_broker:public"))]


@public
@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """All entries that everybody may find."""
    buttons = [
        Action(label=_("Check a certificate"), url=reverse("market_broker:certificate")),
        Action(label=_("Statistics"), url=reverse("market_broker:statistics")),
    ]
    if may(actor_of(request), APPLY, on=clock.today()):
        buttons.append(Action(label=_("Apply for an entry"), url=reverse("market_broker:apply"), primary=True))
    return list_page(
        lists.PUBLIC,
        request,
        lists.public(request),
        title=_("Brokers, technology managers and service bodies"),
        crumbs=[],
        facts=[
            _("Persons are named in full only where they agreed to it. Entries are never put in an order of merit.")
        ],
        actions=buttons,
    )


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One entry, as everybody may read it."""
    row = queries.public().filter(pk=identifier).first()
    if row is None:
        raise Http404
    return page(
        request,
        "market_broker/public.html",
        {"row": row, "state": words.state_of(row.case), "facts": showing.public_facts(row)},
        title=wording.public_name(row),
        facts=[row.case.number, wording.level(row.level)],
        crumbs=_crumbs(),
    )


@public
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """Say of a certificate's whole number how its entry stands: also expired and revoked ones are answered here."""
    number = compact(request.GET.get("number", ""), drop="")[:64]
    context: dict[str, Any] = {"number": number, "asked": bool(number)}
    status = 200
    if number:
        if limits.hit(f"broker check:{limits.address(request)}", HOUR) > PER_HOUR:
            context["slow"], status = PER_HOUR, 429
        elif (row := queries.by_certificate(number)) is None:
            context["unknown"] = True
        else:
            context |= {
                "row": row,
                "state": words.state_of(row.case),
                "facts": showing.public_facts(row),
                "name": wording.public_name(row),
            }
    return page(
        request, "market_broker/certificate.html", context, title=_("Check a certificate"), crumbs=_crumbs(),
        status=status,
    )  # fmt: skip


@public
@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """Entries and deals by level, place and field: counts of groups, never a list of persons by success."""
    levels = [(wording.level(each.code), each) for each in queries.by_level()]
    places = [(wording.city(each.code), each) for each in queries.by_place()]
    if (kind := request.GET.get("file", "")) in {"csv", "xlsx"}:
        rows: list[list[object]] = [
            [group, name, each.active, each.deals, each.amount, each.commission]
            for group, lines in ((_("Grade"), levels), (_("Place"), places))
            for name, each in lines
        ]
        heads = [
            _("Group"), _("Name"), _("Active entries"), _("Deals confirmed"), _("Amount of these deals (yuan)"),
            _("Commission agreed (yuan)"),
        ]  # fmt: skip
        made = Export(
            title=_("Brokers: statistics"),
            heads=heads,
            rows=iter(rows),
            filters={},
            kinds=("text", "text", "whole", "whole", "money", "money"),
        )
        return exports.respond(made, kind)
    context = {
        "groups": [
            {"head": _("By level"), "first": _("Grade"), "lines": _written(levels)},
            {"head": _("By place"), "first": _("Place"), "lines": _written(places)},
        ],
        "fields": [(str(FIELDS.get(code, code)), count) for code, count in queries.by_field()],
        "fewest": queries.FEWEST,
    }
    base = reverse("market_broker:statistics")
    return page(
        request,
        "market_broker/statistics.html",
        context,
        title=_("Brokers: statistics"),
        crumbs=_crumbs(),
        actions=[
            Action(label="CSV", url=f"{base}?file=csv", download=True),
            Action(label="Excel", url=f"{base}?file=xlsx", download=True),
        ],
    )


def _written(lines: list[tuple[str, queries.Tallied]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "active": each.active,
            "deals": each.deals,
            "amount": written.money(each.amount) if each.amount is not None else "",
            "commission": written.money(each.commission) if each.commission is not None else "",
        }
        for name, each in lines
    ]
