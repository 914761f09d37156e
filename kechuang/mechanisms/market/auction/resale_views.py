"""Offering a lot again: after a default or where it stayed unsold, in another sale that is still a draft."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from kechuang.casework import words
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.forms import LotForm
from kechuang.mechanisms.market.auction.models import Sale
from kechuang.mechanisms.market.auction.rules.moves import LOT, PREPARE
from kechuang.mechanisms.market.auction.sale_views import GET_POST, case_or_404, entered, lot_form
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
    if request.method != "POST" and stepping.is_closed(request, case, "resell"):
        return stepping.turned_back(request, case)
    stepped = stepping.opening(
        request,
        "market.lot.resell",
        form=lambda data: ResaleForm(data, row=case.market_lot, office=case.office_id),
        act=lambda form, key: actions.enter(
            entered(case, UUID(form.cleaned_data["sale"]), form, resale_of=case.pk), by=actor, key=key
        ),
        said=_("The lot is offered again; who defaulted on it is barred."),
    )
    lead = _("Choose a sale that is a draft; prepare one first where there is none.")
    return lot_form(request, stepped, case, words.move_word(LOT.kind, "resell"), lead)
