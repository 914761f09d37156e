"""The desk of a running lot: the auctioneer's orders and calls, and bids from the floor as the same events."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kechuang.casework import standing, words
from kechuang.mechanisms.market.auction import wording
from kechuang.mechanisms.market.auction.cases import ON_DESK
from kechuang.mechanisms.market.auction.desk_form import FloorForm
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.live.boards import read
from kechuang.mechanisms.market.auction.live.gate import server_time
from kechuang.mechanisms.market.auction.models import Lot, PaddleCard
from kechuang.mechanisms.market.auction.rules.moves import CONDUCT, LOT, ORDERS
from kechuang.mechanisms.market.auction.running import intake
from kechuang.mechanisms.market.auction.sale_views import GET_POST, case_or_404, crumbs
from kechuang.web import chance, clock
from kechuang.web.page import Action, page
from kechuang.web.permissions import actor_of, requires
from kechuang.web.refusals import sentence

QUICK = ("draw", "start", "call", "hammer", "resume")


@requires(CONDUCT)
@require_http_methods(GET_POST)
def desk(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Conduct a lot: everything on one page, keys for what comes often."""
    case = case_or_404(request, LOT.kind, identifier)
    row: Lot = case.market_lot
    form = FloorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        payload = {
            "paddle": values["paddle"].strip(),
            "amount": f"{values['amount']:.2f}",
            "channel": values["channel"],
        }
        key = f"desk:{values['key'] or chance.random_id()}"[:80]
        number = intake.put(row.pk, "bid", payload, key=key, shift=row.sale.clock_shift_seconds)
        answered = intake.wait(number)
        if answered.refusal is None:
            said = _("Paddle %(paddle)s bids %(amount)s yuan.") % {
                "paddle": payload["paddle"],
                "amount": wording.money(values["amount"]),
            }
            messages.success(request, said if answered.done else _("The bid waits for its answer."))
            return redirect("market_auction:desk", row.pk)
        form.refuse(answered.refusal)
        messages.error(request, sentence(answered.refusal))
    return _shown(request, row, case, form)


def _script_words() -> dict[str, Any]:
    """Give the words of the live page as they are said to the auctioneer."""
    found = wording.script_words()
    found["standing"]["watching"] = _("You conduct this lot.")
    return found


def _shown(request: HttpRequest, row: Lot, case: Any, form: FloorForm) -> HttpResponse:  # noqa: ANN401 - a case
    found = read([row.pk], {}).get(row.pk)
    board: dict[str, Any] = json.loads(found.body) if found else {}
    open_moves = [entry.move.code for entry in standing.open_moves(case, actor_of(request), clock.today())]
    weighted = bool(row.rules.get("criterion"))
    senseless: set[str] = set() if row.rules.get("closing") == "calls" else {"call", "hammer"}
    if row.drawn and not row.rules.get("late_admission"):
        senseless.add("draw")
    orders = [
        {
            "code": code,
            "word": words.move_word(LOT.kind, code),
            "url": reverse(f"market_auction:{code}", args=[row.pk]),
            "quick": code in QUICK,
        }
        for code in ORDERS
        if code not in senseless
        if code in open_moves or (code in ON_DESK and weighted and case.state in ORDERS[code][0].split())
    ]
    if not form.is_bound and board.get("next"):
        form.fields["amount"].initial = board["next"]
    following = row.sale.lots.filter(order__gt=row.order, live=True).order_by("order").first()
    context = {
        "row": row,
        "board": board,
        "board_text": found.body.decode() if found else "{}",
        "now": server_time(row.sale.clock_shift_seconds),
        "words": json.dumps(_script_words(), ensure_ascii=False),
        "orders": orders,
        "form": form,
        "state": words.state_of(case),
        "paddles": PaddleCard.objects.filter(lot=row).order_by("number").values_list("number", flat=True),
        "standing": _("You conduct this lot."),
        "rules": wording.plain_rules(read_rules(row.rules)) if row.rules else [],  # type: ignore[arg-type]  # rules can be read
        "phase": wording.PHASES.get(board.get("phase", row.phase), ""),
        "recent": [
            {**each, "word": wording.EVENTS.get(each["kind"], each["kind"])} for each in board.get("recent", [])
        ],
        "following": following,
        "key": chance.random_id(),
    }
    return page(
        request,
        "market_auction/desk.html",
        context,
        title=_("Desk of lot %(code)s") % {"code": row.code},
        facts=[case.title],
        crumbs=crumbs(case),
        actions=[Action(label=_("Public page"), url=reverse("market_auction:lot", args=[row.pk]))],
    )
