"""Bidding: with a paddle that the browser's secret opens. No account, no person, no address is asked or noted.

A signed-in person may bid too: nothing here reads who is signed in. So no table tells from whom a bid came.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.kernel.money import MoneyError, yuan
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction import entering, wording
from kechuang.mechanisms.market.auction.engine.sealing import seal_bid
from kechuang.mechanisms.market.auction.live import pace
from kechuang.mechanisms.market.auction.masking import bearer
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.auction.public_views import lot_or_404, shown
from kechuang.mechanisms.market.auction.running import intake
from kechuang.mechanisms.market.auction.secret_form import SecretForm
from kechuang.web import chance
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import public
from kechuang.web.refusals import sentence

KINDS = frozenset({"bid", "match", "commit", "reveal", "take", "answer_priority"})
LONGEST_KEY = 40


@public
@require_POST
def bid(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a bid, a match, a sealed bid, its opening, or the answer of a priority bidder."""
    row = lot_or_404(identifier)
    kind = request.POST.get("kind", "bid")
    opening = ""
    payload, refusal = _payload(request, row, kind)
    if payload is not None and kind == "commit":
        opening = payload.pop("opening")
    answered: intake.Answered | None = None
    if payload is not None:
        key = f"{payload['paddle']}:{request.POST.get('key', '')[:LONGEST_KEY] or chance.random_id()}"
        number = intake.put(row.pk, kind, payload, key=key, shift=row.sale.clock_shift_seconds)
        answered = intake.wait(number)
        refusal = answered.refusal
    said, good = _said(kind, payload, answered, refusal)
    response = _answer(request, row, said, good=good)
    if opening and good:
        response.set_cookie(
            bearer.opening_name(row.pk), opening, max_age=bearer.DAYS * 86400, path="/market/",
            secure=request.is_secure(), httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


bid.own_limit = True  # type: ignore[attr-defined]  # counted by paddle below, never by person or address


def _payload(request: HttpRequest, row: Lot, kind: str) -> tuple[dict[str, Any] | None, Refusal | None]:
    card = entering.card_of(row.pk, bearer.held(request, row.pk))
    if card is None:
        return None, Refusal("auction.no_paddle", {"lot": row.code})
    if kind not in KINDS:
        return None, Refusal("auction.unknown_wish", {"kind": kind})
    if not pace.allowed(f"{row.pk}:{card.number}"):
        return None, Refusal("auction.too_fast", {"lot": row.code})
    if kind == "answer_priority":
        return {"paddle": card.number, "exercised": request.POST.get("exercised") == "yes"}, None
    if kind == "reveal":
        return _reveal(request, row, card.number)
    try:
        amount = yuan(request.POST.get("amount" if kind != "take" else "limit", ""))
    except MoneyError as error:
        return None, Refusal("auction.amount_unreadable", dict(error.fault.values), place="amount")
    if kind == "commit":
        nonce = chance.draw(32).hex()
        sealed = seal_bid(row.code, card.number, amount, nonce)
        return {"paddle": card.number, "commitment": sealed, "opening": f"{amount:.2f}:{nonce}"}, None
    return {"paddle": card.number, "amount": f"{amount:.2f}"}, None


def _reveal(request: HttpRequest, row: Lot, paddle: str) -> tuple[dict[str, Any] | None, Refusal | None]:
    """Read what opens a sealed bid: from the form, or from what the browser kept."""
    text = request.POST.get("opening") or request.COOKIES.get(bearer.opening_name(row.pk), "")
    amount, _colon, nonce = text.strip().partition(":")
    try:
        return {"paddle": paddle, "amount": f"{yuan(amount):.2f}", "nonce": nonce.strip().lower()}, None
    except MoneyError:
        return None, Refusal("auction.opening_unreadable", {"lot": row.code}, place="opening")


def _said(kind: str, payload: Any, answered: intake.Answered | None, refusal: Refusal | None) -> tuple[str, bool]:  # noqa: ANN401 - JSON
    if refusal is not None:
        return sentence(refusal), False
    if answered is None or not answered.done:
        number = answered.number if answered else 0
        return _("Received as number %(n)d; the answer follows on this page.") % {"n": number}, True
    words = {
        "bid": _("Your bid of %(amount)s yuan stands as number %(seq)d of the log."),
        "match": _("You lead now at %(amount)s yuan, as number %(seq)d of the log."),
        "take": _("The lot is yours at the price of the moment, number %(seq)d of the log."),
        "commit": _("Your sealed bid was received as number %(seq)d. Keep what opens it; this browser keeps it too."),
        "reveal": _("Your sealed bid of %(amount)s yuan is open, number %(seq)d of the log."),
        "answer_priority": _("Your answer stands as number %(seq)d of the log."),
    }
    values = {"seq": answered.seq or 0, "amount": wording.money(yuan(payload.get("amount", "0")))}
    return words[kind] % values, True


def _answer(request: HttpRequest, row: Lot, said: str, *, good: bool) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"ok": good, "said": said, "key": chance.random_id()}, status=200 if good else 422)
    return shown(request, row, said=said, good=good, status=200 if good else 422)


@public
@require_http_methods(("GET", "HEAD", "POST"))
def secret(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Let another browser bid with the paddle: whoever holds the secret holds the paddle."""
    row = lot_or_404(identifier)
    form = SecretForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["secret"]
        if entering.card_of(row.pk, given) is not None or entering.waits(row, given):
            response = redirect("market_auction:lot", row.pk)
            bearer.hand_over(request, response, row.pk, given)
            return response
        form.refuse(Refusal("auction.secret_unknown", {"lot": row.code}, place="secret"))
    return form_page(
        request,
        form,
        title=_("Enter my secret"),
        submit=_("Use this paddle here"),
        cancel_url=reverse("market_auction:lot", args=[row.pk]),
        crumbs=[Crumb(row.case.title, reverse("market_auction:lot", args=[row.pk]))],
        lead=_(
            "The secret was shown when you collected your paddle. The node does not know it and cannot give it again."
        ),
    )
