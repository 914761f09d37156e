"""What everybody sees without signing in: sales and their notices, lots and their live pages, logs to download."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import words
from kechuang.mechanisms.market.auction import defaulting, entering, lists, wording
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.engine.sale import premium
from kechuang.mechanisms.market.auction.live.boards import read
from kechuang.mechanisms.market.auction.live.gate import server_time
from kechuang.mechanisms.market.auction.masking import bearer
from kechuang.mechanisms.market.auction.models import Lot, PaddleCard, Sale
from kechuang.mechanisms.market.auction.queries import totals
from kechuang.mechanisms.market.auction.running import store
from kechuang.web import chance, divisions, written
from kechuang.web.charts.chart import About, Chart, download
from kechuang.web.charts.line import Series, line_chart
from kechuang.web.exports import file_name
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact, Figure
from kechuang.web.permissions import public

MOST_DRAWN = 200
OPEN_BIDS = frozenset({"ascending", "reverse"})


@public
@require_safe
def auctions(request: HttpRequest) -> HttpResponseBase:
    """All sales that were announced."""
    return list_page(
        lists.PUBLIC_SALES,
        request,
        lists.public_sales(request),
        title=_("Sales by auction"),
        crumbs=[],
        facts=[_("Every notice, every lot and every log can be read without an account.")],
        actions=[
            Action(label=_("Results of sales"), url=reverse("market_auction:figures")),
            Action(label=_("All lots"), url=reverse("market_auction:public-lots")),
        ],
        template="market_auction/auctions.html",
    )


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """What sales brought: lots offered and sold, start and hammer prices, the premium."""
    return list_page(
        lists.FIGURES,
        request,
        lists.public_figures(request),
        title=_("Results of sales"),
        crumbs=crumbs_of(),
        facts=[_("Start and hammer prices count the lots that were sold; the premium is what these brought above.")],
    )


@public
@require_safe
def lots(request: HttpRequest) -> HttpResponseBase:
    """All lots of announced sales."""
    return list_page(
        lists.PUBLIC_LOTS, request, lists.public_lots(request), title=_("Lots of sales"), crumbs=crumbs_of()
    )


def crumbs_of(sale: Sale | None = None) -> list[Crumb]:
    """Give the way to a public page of sales."""
    steps = [Crumb(_("Sales by auction"), reverse("market_auction:auctions"))]
    if sale is not None:
        steps.append(Crumb(sale.case.title, reverse("market_auction:notice", args=[sale.pk])))
    return steps


def sale_or_404(identifier: UUID) -> Sale:
    """Give an announced sale. Raises Http404."""
    row = Sale.objects.select_related("case__office").filter(pk=identifier).first()
    if row is None or row.case.state not in {"ANNOUNCED", "CLOSED"}:
        raise Http404
    return row


def lot_or_404(identifier: UUID) -> Lot:
    """Give an announced lot. Raises Http404."""
    rows = Lot.objects.select_related("case__holder", "case__office", "sale__case__office", "winner")
    row = rows.filter(pk=identifier).exclude(rules={}).first()
    if row is None:
        raise Http404
    return row


@public
@require_safe
def notice(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The notice of a sale, and its result."""
    row = sale_or_404(identifier)
    members = list(row.lots.exclude(rules={}).select_related("case__holder", "winner").order_by("order"))
    found = totals(row, members)
    shown_figures = [
        Figure(label=_("Lots"), value=found.lots),
        Figure(label=_("Sold"), value=found.sold),
        Figure(label=_("Start prices of these (yuan)"), value=written.money(found.start)),
        Figure(label=_("Hammer prices (yuan)"), value=written.money(found.price)),
    ]
    if found.premium is not None:
        shown_figures.append(Figure(label=_("Premium"), value=written.share(found.premium)))
    context = {
        "row": row,
        "facts": notice_facts(row),
        "lots": [
            {
                "row": each,
                "state": words.state_of(each.case),
                "url": reverse("market_auction:lot", args=[each.pk]),
                "form": wording.FORMS.get(each.form, ""),
                "premium": premium(each.start, each.price) if each.winner_id and each.price is not None else None,
            }
            for each in members
        ],
        "figures": shown_figures if found.sold else [],
        "commissions": (row.buyer_commission_share, row.seller_commission_share),
    }
    buttons = [
        Action(label=_("Whole log (JSON Lines)"), url=reverse("market_auction:sale-log", args=[row.pk]), download=True)
    ]
    return page(
        request,
        "market_auction/notice.html",
        context,
        title=row.case.title,
        facts=[row.case.number, divisions.name(row.case.place), words.state_of(row.case).word],
        crumbs=crumbs_of(),
        actions=buttons,
    )


def notice_facts(row: Sale) -> list[Fact]:
    days = " – ".join(written.day(day) for day in (row.exhibited_from, row.exhibited_until) if day)
    found = [
        Fact(term=_("Operator"), value=row.case.office.name if row.case.office else ""),
        Fact(term=_("Announced on"), value=row.announced_on),
        Fact(term=_("Exhibition"), value=f"{days} {row.exhibited_at}".strip()),
        Fact(
            term=_("Registration and deposit until"),
            value=written.moment(row.register_until) if row.register_until else "",
        ),
        Fact(term=_("Begins"), value=written.moment(row.begins_at) if row.begins_at else ""),
        Fact(term=_("Place of the sale"), value=f"{wording.MODES.get(row.mode, '')} {row.venue}".strip()),
        Fact(term=_("Contact details"), value=row.contact),
    ]
    return [each for each in found if each.value not in {"", None}]


@public
@require_safe
def lot(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The page of a lot: what is sold, how it stands now, and for a bidder the form to bid."""
    row = lot_or_404(identifier)
    return shown(request, row)


def shown(request: HttpRequest, row: Lot, *, said: str = "", good: bool = True, status: int = 200) -> HttpResponse:
    """Show the page of a lot, after a bid with its answer."""
    secret = bearer.held(request, row.pk)
    card = entering.card_of(row.pk, secret)
    found = read([row.pk], {}).get(row.pk)
    board: dict[str, Any] = json.loads(found.body) if found else {}
    rules = read_rules(row.rules)
    context = {
        "row": row,
        "board": board,
        "board_text": found.body.decode() if found else "{}",
        "now": server_time(row.sale.clock_shift_seconds),
        "card": card,
        "waits": card is None and entering.waits(row, secret),
        "secret_lost": bool(secret) and card is None and row.drawn,
        "words": json.dumps(wording.script_words(), ensure_ascii=False),
        "rules": wording.plain_rules(rules),  # type: ignore[arg-type]  # the rules of an announced lot can be read
        "facts": lot_facts(row),
        "phase": wording.PHASES.get(board.get("phase", row.phase), ""),
        "standing": _standing(board, card),
        "recent": [
            {**each, "word": wording.EVENTS.get(each["kind"], each["kind"])} for each in board.get("recent", [])
        ],
        "open_form": rules.form in OPEN_BIDS,
        "rank": rules.priority,
        "key": chance.random_id(),
        "said": said,
        "said_tone": "good" if good else "bad",
        "hidden": rules.sealed and row.phase in {"announced", "running", "suspended", "revealing"},
        "opening": request.COOKIES.get(bearer.opening_name(row.pk), ""),
        "state": words.state_of(row.case),
        "premium": premium(row.start, row.price) if row.winner_id and row.price is not None else None,
    }
    return page(
        request,
        "market_auction/lot.html",
        context,
        title=row.case.title,
        facts=[row.code, str(wording.FORMS.get(row.form, "")), row.case.holder.name if row.case.holder else ""],
        crumbs=crumbs_of(row.sale),
        actions=_buttons(row, card),
        status=status,
    )


def _buttons(row: Lot, card: PaddleCard | None) -> list[Action]:
    buttons = [
        Action(label=_("Price curve and record"), url=reverse("market_auction:record", args=[row.pk])),
        Action(label=_("Log (JSON Lines)"), url=reverse("market_auction:lot-log", args=[row.pk]), download=True),
    ]
    if row.rules.get("criterion"):
        buttons.insert(
            0, Action(label=_("Weights and order of the offers"), url=reverse("market_auction:criteria", args=[row.pk]))
        )
    if card is None and row.live and row.phase in {"announced", "running"}:
        buttons.append(Action(label=_("Enter my secret"), url=reverse("market_auction:secret", args=[row.pk])))
        buttons.append(
            Action(label=_("Register to bid"), url=reverse("market_auction:register", args=[row.pk]), primary=True)
        )
    return buttons


def _standing(board: dict[str, Any], card: PaddleCard | None) -> str:
    mine = card.number if card else ""
    if board.get("sold_to"):
        code = "won" if mine == board["sold_to"] else "lost" if mine else "sold"
    elif board.get("phase") == "unsold":
        code = "unsold"
    elif not mine:
        code = "watching"
    elif board.get("form") in {"sealed", "vickrey", "sealed_reverse"}:
        code = "sealed"
    elif not board.get("paddle"):
        code = "nobody"
    else:
        code = "leading" if board["paddle"] == mine else "beaten"
    price = board.get("sold_for") or board.get("price") or ""
    paddle = board.get("sold_to") or board.get("paddle") or ""
    return str(wording.STANDINGS[code]).format(paddle=paddle, price=price)


def lot_facts(row: Lot) -> list[Fact]:
    found = [
        Fact(term=_("Lot"), value=row.code),
        Fact(term=_("Seller"), value=row.case.holder.name if row.case.holder else ""),
        Fact(term=_("Achievement"), value=row.result_title),
        Fact(term=_("Patent or registration number"), value=row.ip_number),
        Fact(term=_("Appraised value (yuan)"), value=written.money(row.appraisal) if row.appraisal else ""),
        Fact(term=_("Description"), value=row.about),
        Fact(term=_("What is delivered"), value=row.delivery),
        Fact(term=_("Known defects"), value=row.defects or _("None was stated.")),
    ]
    return [each for each in found if each.value not in {"", None}]


@public
@require_safe
def record(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """The record of a lot: every event with its number, moment and hash, and the price curve by paddle."""
    row = lot_or_404(identifier)
    entries = [json.loads(line) for line in list(store.lines(row.pk))[-1000:]]
    curve = [each for each in entries if each["type"] in {"bid", "matched", "taken"}]
    drawn = _drawn(row, curve[-MOST_DRAWN:])
    if drawn is not None and (file := download(request, [drawn])):
        return file
    context = {
        "row": row,
        "drawn": drawn,
        "entries": [{**each, "word": wording.EVENTS.get(each["type"], each["type"])} for each in reversed(entries)],
        "curve": curve,
        "digest": row.log_digest,
        "loss": _loss(row),
    }
    return page(
        request,
        "market_auction/record.html",
        context,
        title=_("Record of the bidding"),
        facts=[row.code, row.case.title],
        crumbs=[*crumbs_of(row.sale), Crumb(row.case.title, reverse("market_auction:lot", args=[row.pk]))],
        actions=[
            Action(label=_("Log (JSON Lines)"), url=reverse("market_auction:lot-log", args=[row.pk]), download=True)
        ],
    )


def _loss(row: Lot) -> defaulting.Cost | None:
    if row.case.state != "LIQUIDATED":
        return None
    rules = read_rules(row.rules)
    return defaulting.cost(rules, store.lines(row.pk)) if isinstance(rules, Rules) else None


def _drawn(row: Lot, curve: list[dict[str, Any]]) -> Chart | None:
    """Draw how the price went, where there was more than one bid."""
    if len(curve) < 2:
        return None
    values = [Decimal(each["amount"]) for each in curve]
    about = About(
        key="price",
        title=_("Price"),
        unit=_("yuan"),
        summary=_("From %(first)s yuan to %(last)s yuan in %(count)d bids.")
        % {"first": written.money(values[0]), "last": written.money(values[-1]), "count": len(values)},
        source=_("log of lot %(code)s") % {"code": row.code},
    )
    return line_chart(about, [str(each["seq"]) for each in curve], [Series(_("Price (yuan)"), values)])


@public
@require_safe
def lot_log(_request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """The log of a lot: what ``kechuang auction replay`` takes."""
    row = lot_or_404(identifier)
    return _download([row], row.code)


@public
@require_safe
def sale_log(_request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """The log of a whole sale, lot after lot."""
    row = sale_or_404(identifier)
    return _download(list(row.lots.exclude(rules={}).order_by("order")), row.case.number)


def _download(rows: list[Lot], name: str) -> HttpResponseBase:
    def told() -> Iterator[bytes]:
        for row in rows:
            for line in store.lines(row.pk):
                yield line.encode() + b"\n"

    headers = {"Content-Disposition": f'attachment; filename="{file_name(name, "jsonl")}"'}
    return StreamingHttpResponse(told(), content_type="application/jsonl", headers=headers)


@public
@require_safe
def live(_request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The board of a lot as JSON, where the server has not answered it before Django was asked."""
    found = read([identifier], {}).get(identifier)
    if found is None:
        return JsonResponse({"code": "not_found"}, status=404)
    headers = {"X-Server-Time": server_time(found.shift), "ETag": f'"{found.version}"', "Cache-Control": "no-cache"}
    return HttpResponse(found.body, content_type="application/json", headers=headers)
