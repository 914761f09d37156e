"""Offering a lot again: after a default or where it stayed unsold, in another sale that is still a draft."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from kechuang.casework import words
from kechuang.mechanisms.market.auction import actions, preview
from kechuang.mechanisms.market.auction.forms import LotForm
from kechuang.mechanisms.market.auction.models import Sale
from kechuang.mechanisms.market.auction.rules.moves import LOT, PREPARE
from kechuang.mechanisms.market.auction.rules.requests import Enter
from kechuang.mechanisms.market.auction.sale_views import GET_POST, case_or_404, closed, crumbs, first, key_of
from kechuang.web import chance
from kechuang.web.forms import form_page
from kechuang.web.permissions import actor_of, requires


class ResaleForm(LotForm):
    """A lot again: in which sale; who defaulted on the first is barred."""

    elements: ClassVar[Mapping[str, str]] = {"sale": "act.target"}
    sale = forms.ChoiceField(label=_lazy("In which sale"))
    field_order: ClassVar[tuple[str, ...]] = ("key", "sale")

    def __init__(self, *args: Any, office: UUID | None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        rows = Sale.objects.filter(case__office=office, case__state="DRAFT").select_related("case").order_by("-pk")
        field: Any = self.fields["sale"]
        field.choices = [(str(row.pk), f"{row.case.number} {row.case.title}") for row in rows[:100]]
        self.fields["starts_at"].initial = None


@requires(PREPARE)
@require_http_methods(GET_POST)
def resell(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Offer a lot again."""
    case, actor = case_or_404(request, LOT.kind, identifier), actor_of(request)
    if request.method != "POST" and (back := closed(request, case, "resell")):
        return back
    sent = request.method == "POST"
    form = ResaleForm(request.POST if sent else None, row=case.market_lot, office=case.office_id)
    shown = None
    if sent and form.is_valid():
        shown = preview.of(form.terms(), form.offer(), case.place)
        key = key_of(actor, "market.lot.resell", form)
        if done := first(key):
            return redirect("casework:case", done)
        if "look" not in request.POST:
            wanted = Enter(
                sale=UUID(form.cleaned_data["sale"]),
                lot=chance.uuid7(),
                authority=case.authority,
                office=case.office_id,  # type: ignore[arg-type]  # a lot has an operator
                place=case.place,
                seller=form.cleaned_data["seller"].pk,
                offer=form.offer(),
                terms=form.terms(),
                resale_of=case.pk,
            )
            outcome = actions.enter(wanted, by=actor, key=key)
            if outcome.refusal is None:
                messages.success(request, _("The lot is offered again; who defaulted on it is barred."))
                return redirect("casework:case", outcome.case)
            form.refuse(outcome.refusal)
    word = words.move_word(LOT.kind, "resell")
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_auction/lot_form.html",
        context={"preview": shown, "case": case},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
        lead=_("Choose a sale that is a draft; prepare one first where there is none."),
    )
