"""The form of an offer: what is sold, at which base price, for how long, under which conditions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import DECLARATION, EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import key_field
from kechuang.mechanisms.market.demand.fields import area, bodies_with, decimal_of
from kechuang.mechanisms.market.listing import queries, wording
from kechuang.mechanisms.market.listing.actions import office_for
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.listing.rules.law import floors
from kechuang.mechanisms.market.listing.rules.moves import APPLY
from kechuang.mechanisms.market.listing.rules.terms import (
    INSTALMENTS,
    LONGEST,
    LONGEST_TITLE,
    ONE_SUM,
    SHORTEST_PHRASE,
    Item,
    Terms,
    commitment,
)
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.result.offering import DEALABLE
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, YuanField

ITEMS, SHORT, HUNDRED = 4, 2000, Decimal(100)
MOST_DAYS, MOST_EXTENSIONS, MOST_MONTHS = 250, 12, 120


class TermsForm(EvidenceForm):
    """An offer. What the register of achievements holds is filled in."""

    about = "market.listing"
    owner = "transfer_office"
    renew_by = UNTIL
    not_kept = DECLARATION | {"reserve", "phrase"}
    elements: ClassVar[Mapping[str, str]] = {
        "holder": "act.body",
        "result": "act.choice",
        "title": "act.title",
        "summary": "act.text",
        "mode": "act.choice",
        "term_until": "act.until",
        **{f"item_{name}_{at}": "act.title" for at in range(ITEMS) for name in ("title", "number")},
        **dict.fromkeys(("base", "appraisal", "deposit", "reserve"), "act.amount_yuan"),
        "price_ground": "act.reason",
        "consent": "act.basis",
        "phrase": "act.text",
        "refund": "act.text",
        "payment": "act.choice",
        **dict.fromkeys(("first_share", "rest_months", "period_days", "extensions", "extension_days"), "act.count"),
        **dict.fromkeys(("conditions", "delivery", "transition", "forum"), "act.text"),
        "file": "act.evidence",
        "declared": "act.declared",
    }
    FIRST = ("holder", "result", "title", "mode", "term_until", "summary")
    PRICE = ("base", "appraisal", "price_ground", "consent", "reserve", "phrase")
    PAYING = ("deposit", "refund", "payment", "first_share", "rest_months")
    PERIOD = ("period_days", "extensions", "extension_days", "conditions")
    REST = ("delivery", "transition", "forum", "file", "declared")

    key = key_field()
    holder = forms.ChoiceField(label=_("Seller"))
    result = forms.ChoiceField(
        label=_("Registered achievement"),
        required=False,
        help_text=_("Its name and number are filled in, and it is locked for this deal once the listing is out."),
    )
    title = forms.CharField(label=_("What is sold, in a line"), max_length=LONGEST_TITLE)
    mode = forms.ChoiceField(label=_("Mode of the transfer"))
    term_until = DayField(label=_("Licence until before"), required=False)
    summary = forms.CharField(
        label=_("Summary for everybody"),
        max_length=LONGEST,
        widget=area(5),
        help_text=_("What the achievement is and does; never secret parameters."),
    )
    base = YuanField(label=_("Base price"))
    appraisal = YuanField(label=_("Appraised value"), required=False)
    price_ground = forms.CharField(
        label=_("Why the base price is reasonable"),
        required=False,
        max_length=SHORT,
        widget=area(2),
        help_text=_("Needed where there is no appraisal."),
    )
    consent = forms.CharField(label=_("Written consent to a low base price (number)"), required=False, max_length=120)
    reserve = YuanField(
        label=_("Secret reserve price"),
        required=False,
        help_text=_("Only a seal of it is kept, not the amount. Empty: there is none, or it stays as it is."),
    )
    phrase = forms.CharField(
        label=_("Phrase that opens it"),
        required=False,
        max_length=80,
        help_text=_("At least eight characters. Keep it: without it the reserve cannot be opened, by nobody."),
    )
    deposit = YuanField(label=_("Deposit"), required=False, help_text=_("Empty: none is asked"))
    refund = forms.CharField(label=_("When a deposit goes back"), required=False, max_length=SHORT, widget=area(2))
    payment = forms.ChoiceField(label=_("How the price is paid"), widget=forms.RadioSelect)
    first_share = forms.CharField(label=_("First instalment (%)"), required=False, max_length=12)
    rest_months = forms.IntegerField(
        label=_("The rest within months"), required=False, min_value=1, max_value=MOST_MONTHS
    )
    period_days = forms.IntegerField(label=_("Period of the listing (working days)"), min_value=1, max_value=MOST_DAYS)
    extensions = forms.IntegerField(
        label=_("Extensions if nobody qualifies"), required=False, min_value=0, max_value=MOST_EXTENSIONS
    )
    extension_days = forms.IntegerField(
        label=_("Working days of an extension"), required=False, min_value=1, max_value=MOST_DAYS
    )
    conditions = forms.CharField(
        label=_("Conditions for buyers, one a line"),
        required=False,
        max_length=LONGEST,
        widget=area(4),
        help_text=_("They must not point to one party."),
    )
    delivery = forms.CharField(
        label=_("What is delivered"),
        max_length=LONGEST,
        widget=area(2),
        help_text=_("Documents, training, equipment"),
    )
    transition = forms.CharField(label=_("Help after delivery"), required=False, max_length=LONGEST, widget=area(2))
    forum = forms.CharField(label=_("Where disputes are settled"), required=False, max_length=200)
    file = EvidenceField(label=_("Proof of ownership, appraisal, decision"), required=False)

    def __init__(self, *args: Any, case: Case | None = None, result: Achievement | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.holders = case, bodies_with(self.actor, APPLY, self.on)
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        for at in range(ITEMS):
            fields[f"item_title_{at}"] = forms.CharField(label=_("Achievement"), required=False, max_length=200)
            fields[f"item_number_{at}"] = forms.CharField(
                label=_("Patent or registration number"), required=False, max_length=40
            )
        fields["mode"].choices = list(wording.MODES.items())
        fields["payment"].choices = list(wording.PAYMENTS.items())
        fields["payment"].initial = ONE_SUM
        fields["holder"].choices = [(pk, body.name) for pk, body in self.holders.items()]
        units = [case.holder_id] if case else list(self.holders)
        self.offers = {str(row.pk): row for row in _offers(units)}
        fields["result"].choices = [("", gettext("choose")), *((pk, row.name) for pk, row in self.offers.items())]
        if case is not None:
            del fields["holder"]
            self.known = queries.seen(case.pk).terms
            self.initial |= initial_of(self.known)
        else:
            self.known = None
            self._fill(result)

    def _fill(self, result: Achievement | None) -> None:
        fields: Any = self.fields
        if len(self.holders) == 1:
            fields["holder"].initial = next(iter(self.holders))
        place = next(iter(self.holders.values())).place if self.holders else "000000"
        asked_for = floors(Law(rulebook.current()), place, self.on, Decimal(1), "enterprise")
        fields["period_days"].initial = asked_for.period.value
        fields["extension_days"].initial = asked_for.extension.value
        if result is not None and str(result.pk) in self.offers:
            mode = {"transfer": "transfer", "licence": "licence_ordinary"}.get(result.mode, "transfer")
            self.initial |= {
                "holder": str(result.unit_id),
                "result": str(result.pk),
                "title": result.name,
                "summary": result.abstract,
                "mode": mode,
                "base": result.price or None,
                "item_title_0": result.name,
                "item_number_0": result.ips.order_by("order").values_list("number", flat=True).first() or "",
            }

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Give the fields in groups with their headings."""
        named = (
            (gettext("What the seller offers"), self.FIRST),
            (gettext("The price"), self.PRICE),
            (gettext("Deposit and payment"), self.PAYING),
            (gettext("Period and conditions"), self.PERIOD),
            (gettext("Delivery and papers"), self.REST),
        )
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in named]

    def item_lines(self) -> list[list[Any]]:
        """Give the fields of achievements, line by line."""
        return [[self[f"item_title_{at}"], self[f"item_number_{at}"]] for at in range(ITEMS)]

    def clean_first_share(self) -> Decimal | None:
        """Read a share in percent."""
        raw = str(self.cleaned_data["first_share"]).strip().rstrip("%％")
        return decimal_of(raw) / HUNDRED if raw else None

    def clean(self) -> dict[str, Any]:
        """There must be an office for the place; a reserve comes with its phrase."""
        values = super().clean() or self.cleaned_data
        self.body = self.holders.get(str(values.get("holder", ""))) if self.case is None else None
        self.office = office_for(self.body.place) if self.body else None
        if self.body is not None and self.office is None:
            self.add_error("holder", gettext("No office on this node runs the market of this place."))
        chosen = self.offers.get(str(values.get("result") or ""))
        if chosen is not None and self.body is not None and chosen.unit_id != self.body.pk:
            self.add_error("result", gettext("This achievement belongs to another unit."))
        if values.get("reserve") and len(str(values.get("phrase") or "").strip()) < SHORTEST_PHRASE:
            self.add_error("phrase", gettext("Give a phrase of at least eight characters and keep it."))
        return values

    def terms(self) -> Terms:
        """Give the offer."""
        values = self.cleaned_data
        instalments = values["payment"] == INSTALMENTS
        terms = Terms(
            items=self._items(),
            first_share=values.get("first_share") if instalments else None,
            rest_months=values.get("rest_months") if instalments else None,
            conditions=tuple(each.strip() for each in values["conditions"].splitlines() if each.strip()),
            deposit=values["deposit"] or Decimal(0),
            extensions=values["extensions"] or 0,
            extension_days=values["extension_days"] or 0 if values["extensions"] else 0,
            term_until=values["term_until"] if values["mode"] != "transfer" else None,
            commitment=self.known.commitment if self.known else "",
            **{
                name: values[name]
                for name in (
                    *("title", "summary", "mode", "base", "appraisal", "price_ground", "consent", "refund", "payment"),
                    *("period_days", "delivery", "transition", "forum"),
                )
            },
        )
        reserve = values.get("reserve")
        return replace(terms, commitment=commitment(reserve, values["phrase"])) if reserve else terms

    def _items(self) -> tuple[Item, ...]:
        values = self.cleaned_data
        rows = [(values[f"item_title_{at}"].strip(), values[f"item_number_{at}"].strip()) for at in range(ITEMS)]
        chosen = self.offers.get(str(values.get("result") or ""))
        found = []
        if chosen is not None:
            number = rows[0][1] or chosen.ips.order_by("order").values_list("number", flat=True).first() or ""
            found.append(Item(title=rows[0][0] or chosen.name, ip_number=number, ref=str(chosen.pk)))
            rows = rows[1:]
        return (*found, *(Item(title=title, ip_number=number) for title, number in rows if title or number))

    def papers(self) -> tuple[asked.Paper, ...]:
        """Give the kept file."""
        kept = self.cleaned_data.get("file")
        return (asked.Paper(kept.pk, kept.commitment),) if kept else ()

    def request(self) -> Any:  # noqa: ANN401 - an amendment gives another request
        """Apply. Raises ValueError for a form that was not found valid."""
        if self.body is None or self.office is None:
            raise ValueError("the form is not valid")
        return asked.Open(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=self.body.place,
            seller=self.body.pk,
            seller_kind=self.body.kind,
            terms=self.terms(),
            files=self.papers(),
        )


def _offers(units: list[Any]) -> Any:  # noqa: ANN401 - achievements
    rows = Achievement.objects.filter(unit__in=units, state__in=DEALABLE).select_related("case")
    return rows.order_by("-pk")[:200]


def initial_of(terms: Terms) -> dict[str, Any]:
    """Give the initial values of terms that are known."""
    names = (
        *("title", "summary", "mode", "base", "appraisal", "price_ground", "consent", "deposit", "refund", "payment"),
        *("rest_months", "period_days", "extensions", "delivery", "transition", "forum", "term_until"),
    )
    found: dict[str, Any] = {name: getattr(terms, name) for name in names}
    found["extension_days"] = terms.extension_days or None
    found["first_share"] = "" if terms.first_share is None else f"{(terms.first_share * HUNDRED).normalize():f}"
    found["conditions"] = "\n".join(terms.conditions)
    found["result"] = next((each.ref for each in terms.items if each.ref), "")
    for at, each in enumerate(terms.items[:ITEMS]):
        found |= {f"item_title_{at}": each.title, f"item_number_{at}": each.ip_number}
    return found


class AmendForm(TermsForm):
    """Other terms while nothing is checked yet."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, case=case, **kwargs)
        self.move = move
        self.fields["version"].initial = case.version

    def request(self) -> Any:  # noqa: ANN401 - another request than the parent's
        """Amend."""
        return asked.Amend(listing=self._id(), terms=self.terms(), files=self.papers())

    def _id(self) -> UUID:
        if self.case is None:
            raise ValueError("an amendment needs its case")
        return self.case.pk


class RestartForm(AmendForm):
    """A permitted change: the whole period begins anew."""

    owner = "market_operator"
    elements: ClassVar[Mapping[str, str]] = {"start": "act.day", "reason": "act.reason"}
    FIRST = ("reason", "start", *TermsForm.FIRST)
    start = DayField(label=_("The period begins anew on"))
    reason = forms.CharField(label=_("Why the contents change"), max_length=SHORT, widget=area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["start"].initial = self.on

    def request(self) -> Any:  # noqa: ANN401 - another request than the parent's
        """Restart."""
        values = self.cleaned_data
        start: date = values["start"]
        return asked.Restart(listing=self._id(), terms=self.terms(), start=start, reason=values["reason"])
