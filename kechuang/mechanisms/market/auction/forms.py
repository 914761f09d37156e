"""Forms of the operator: the sale, its lots, the steps of a sale and of a lot."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import key_field
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction import dealing
from kechuang.mechanisms.market.auction.fields import BodyField, MomentField, PercentField
from kechuang.mechanisms.market.auction.models import Lot, Sale
from kechuang.mechanisms.market.auction.rules.requests import About, Offer
from kechuang.mechanisms.market.auction.rules.terms import Terms
from kechuang.mechanisms.market.auction.rules.terms_text import read_terms
from kechuang.mechanisms.market.auction.wording import FORMS, GRANTS, MODES
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField

LONG = 4000
MINUTE = 60


def area(rows: int = 3) -> forms.Textarea:
    """Give a box for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class MarketForm(KitForm):
    """The base of the forms of sales: the key under which one is sent once."""

    about = "market.sale"
    owner = "market_operator"
    renew_by = UNTIL
    key = key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()


class SaleForm(MarketForm):
    """A sale: what its notice says."""

    elements: ClassVar[Mapping[str, str]] = {
        "office": "act.office",
        "title": "act.title",
        "mode": "act.choice",
        "venue": "act.target",
        "exhibited_from": "act.day",
        "exhibited_until": "act.until",
        "exhibited_at": "act.target",
        "register_until": "act.until",
        "contact": "act.contact",
        "buyer_commission": "act.text",
        "seller_commission": "act.text",
        "words": "act.text",
    }
    office = forms.ChoiceField(label=_("Operator"))
    title = forms.CharField(label=_("Title of the sale"), max_length=120)
    mode = forms.ChoiceField(label=_("Where it is held"), choices=list(MODES.items()))
    venue = forms.CharField(label=_("Hall or address"), required=False, max_length=200)
    exhibited_from = DayField(label=_("Exhibition from"))
    exhibited_until = DayField(label=_("Exhibition until"))
    exhibited_at = forms.CharField(label=_("Place of the exhibition"), max_length=200)
    register_until = MomentField(label=_("Registration and deposit until"))
    contact = forms.CharField(label=_("Contact details"), required=False, max_length=200)
    buyer_commission = PercentField(label=_("Commission of the buyer (percent)"), required=False)
    seller_commission = PercentField(label=_("Commission of the seller (percent)"), required=False)
    words = forms.CharField(label=_("Further words of the notice"), required=False, max_length=LONG, widget=area())

    def __init__(self, *args: Any, offices: list[Body], row: Sale | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.offices = {str(body.pk): body for body in offices}
        fields: Any = self.fields
        fields["office"].choices = [(pk, body.name) for pk, body in self.offices.items()]
        if row is not None:
            self._fill(row)
        if len(self.offices) == 1 or row is not None:
            fields["office"].widget = forms.HiddenInput()
            fields["office"].initial = str(row.case.office_id) if row else next(iter(self.offices))

    def _fill(self, row: Sale) -> None:
        fields: Any = self.fields
        for name in (
            *("mode", "venue", "exhibited_from", "exhibited_until", "exhibited_at", "register_until", "contact"),
            "words",
        ):
            fields[name].initial = getattr(row, name)
        fields["title"].initial = row.case.title
        fields["buyer_commission"].initial = Decimal(row.buyer_commission_share or "0")
        fields["seller_commission"].initial = Decimal(row.seller_commission_share or "0")

    def wanted(self) -> About:
        """Give what the sale says of itself."""
        values = self.cleaned_data
        names = (
            *("title", "mode", "venue", "exhibited_from", "exhibited_until", "exhibited_at", "register_until"),
            *("words", "contact"),
        )
        return About(
            **{name: values[name] for name in names},
            buyer_commission_share=values["buyer_commission"] or Decimal(0),
            seller_commission_share=values["seller_commission"] or Decimal(0),
        )


class LotForm(MarketForm):
    """A lot: what is sold, by whom, how. What is left empty follows from the rulebook."""

    about = "market.lot"
    not_kept = frozenset({"reserve_yuan"})
    elements: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("title", "result_title", "ip_number"), "act.title"),
        "result": "act.target",
        "grant": "act.choice",
        **dict.fromkeys(("what", "delivery", "defects"), "act.text"),
        **dict.fromkeys(("form", "raises", "reserve", "closing", "priority", "late_admission"), "act.choice"),
        "seller": "act.body",
        "starts_at": "act.until",
        **dict.fromkeys(
            ("appraisal", "start", "reserve_yuan", "deposit", "increment", "floor", "decrement"), "act.amount_yuan"
        ),
        **dict.fromkeys(("duration", "interval", "quality", "min_bidders"), "act.count"),
    }
    result = forms.CharField(
        label=_("Number of the registered result"),
        required=False,
        max_length=40,
        help_text=_("With it, what stays empty below is filled from the register."),
    )
    grant = forms.ChoiceField(label=_("What the buyer gets"), choices=list(GRANTS.items()), required=False)
    title = forms.CharField(
        label=_("What is sold, in a line"), required=False, max_length=120, help_text=_("Empty: the name of the result")
    )
    seller = BodyField(
        label=_("Seller"), required=False, help_text=_("Name or unified social credit code; empty: whose the result is")
    )
    result_title = forms.CharField(label=_("Registered result"), required=False, max_length=200)
    ip_number = forms.CharField(label=_("Patent or registration number"), required=False, max_length=64)
    what = forms.CharField(label=_("Description"), required=False, max_length=LONG, widget=area())
    delivery = forms.CharField(
        label=_("What is delivered"),
        required=False,
        max_length=LONG,
        widget=area(2),
        help_text=_("Documents, training, equipment"),
    )
    defects = forms.CharField(
        label=_("Known defects"),
        required=False,
        max_length=LONG,
        widget=area(2),
        help_text=_("Licences in force, pledges, disputes: what is not said here the seller answers for."),
    )
    form = forms.ChoiceField(label=_("How it is sold"), choices=list(FORMS.items()))
    appraisal = YuanField(label=_("Appraised value"), required=False)
    start = YuanField(label=_("Start price"), help_text=_("In a purchase the ceiling"))
    reserve = forms.ChoiceField(
        label=_("Reserve price"),
        choices=[
            ("start", _("The start price")),
            ("none", _("None, and the notice says so")),
            ("open", _("An amount that is published")),
            ("secret", _("A secret amount")),
        ],
    )
    reserve_yuan = YuanField(label=_("Amount of the reserve"), required=False)
    deposit = YuanField(label=_("Deposit"), required=False, help_text=_("Empty: the usual share of the start price"))
    increment = YuanField(label=_("Increment"), required=False, help_text=_("Empty: the table of the rulebook"))
    raises = forms.ChoiceField(
        label=_("Raises"),
        choices=[("grid", _("On the grid of increments")), ("free", _("Any amount above by the increment"))],
    )
    closing = forms.ChoiceField(
        label=_("What ends it"), choices=[("clock", _("The clock, with extension")), ("calls", _("The hammer"))]
    )
    starts_at = MomentField(label=_("Begins"), required=False, help_text=_("Empty: the auctioneer begins it by hand"))
    duration = forms.IntegerField(label=_("Minutes of bidding"), required=False, min_value=1, max_value=20160)
    min_bidders = forms.IntegerField(label=_("Least number of bidders"), required=False, min_value=1, max_value=100)
    priority = forms.ChoiceField(
        label=_("Right of the completers"),
        choices=[
            ("none", _("Nobody has one")),
            ("during", _("They may match the leader while bidding runs")),
            ("after", _("They are asked when the price is known")),
        ],
    )
    late_admission = forms.BooleanField(label=_("Paddles are still given out after the start"), required=False)
    quality = PercentField(label=_("Weight of quality in a purchase (percent)"), required=False)
    floor = YuanField(label=_("Falling price: lowest"), required=False)
    decrement = YuanField(label=_("Falling price: by how much"), required=False)
    interval = forms.IntegerField(label=_("Falling price: every so many seconds"), required=False, min_value=1)

    def __init__(self, *args: Any, row: Lot | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.told: tuple[Terms, Offer] | None = None
        if row is not None:
            self._fill(row)

    def _fill(self, row: Lot) -> None:
        terms, fields = read_terms(row.terms), self.fields
        known: dict[str, Any] = {
            "title": row.case.title,
            "result": row.result,
            "grant": row.grant,
            "seller": row.case.holder.name if row.case.holder else "",
            "what": row.about,
            "duration": terms.duration_seconds // MINUTE if terms.duration_seconds else None,
            "increment": terms.steps[0][1] if terms.steps else None,
            "quality": terms.quality_weight,
            "interval": terms.interval_seconds,
        }
        for name in ("result_title", "ip_number", "delivery", "defects", "appraisal"):
            known[name] = getattr(row, name)
        for name in (
            *("form", "start", "reserve", "deposit", "raises", "closing", "starts_at", "min_bidders", "priority"),
            *("late_admission", "floor", "decrement"),
        ):
            known[name] = getattr(terms, name)
        for name, value in known.items():
            fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        """Fill what stayed empty from the register of results, once; without a result, ask for it."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        number = values.get("result", "").strip()
        found = dealing.known(number) if number else None
        if number and found is None:
            self.refuse(Refusal("auction.result_unknown", {"number": number}, "result"))
        if found is not None:
            shown = self.data.copy()
            for name, told in (
                ("title", found.title),
                ("result_title", found.title),
                ("ip_number", found.ip_number),
                ("what", found.abstract),
                ("seller", found.unit),
            ):
                if not values.get(name) and name not in self.errors:
                    values[name] = told
                    shown[name] = found.unit.name if name == "seller" else told
            # What was filled stands in the fields, so that it can be seen and changed before it is saved.
            self.data = shown
        for name in ("title", "seller"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        self.told = None if self.errors else (self.terms(), self.offer())
        return values

    def is_valid(self) -> bool:
        """A lot that its reader only looks at is never taken."""
        return super().is_valid() and "look" not in self.data

    def offer(self) -> Offer:
        """Give what is sold."""
        values = self.cleaned_data
        return Offer(
            title=values["title"],
            result=values["result"].strip(),
            grant=values["grant"] or "transfer",
            result_title=values["result_title"],
            ip_number=values["ip_number"],
            about=values["what"],
            delivery=values["delivery"],
            defects=values["defects"],
            appraisal_yuan=values["appraisal"],
        )

    def terms(self) -> Terms:
        """Give how it is sold."""
        values = self.cleaned_data
        dutch = values["form"] == "dutch"
        return Terms(
            form=values["form"],
            start=values["start"],
            raises=values["raises"],
            steps=((Decimal("0.00"), values["increment"]),) if values["increment"] and not dutch else (),
            reserve="none" if dutch else values["reserve"],
            reserve_yuan=values["reserve_yuan"] if values["reserve"] in {"open", "secret"} else None,
            deposit=values["deposit"],
            min_bidders=values["min_bidders"] or 1,
            late_admission=values["late_admission"],
            starts_at=values["starts_at"],
            closing=values["closing"],
            duration_seconds=values["duration"] * MINUTE if values["duration"] else None,
            priority=values["priority"],
            quality_weight=values["quality"],
            floor=values["floor"] if dutch else None,
            decrement=values["decrement"] if dutch else None,
            interval_seconds=values["interval"] if dutch else None,
        )


class WordsForm(MarketForm):
    """A step that needs no more than words."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONG, widget=area())

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["text"].required = needed
        if not needed:
            self.fields["text"].label = _("Note")


class AgreeForm(MarketForm):
    """A step that needs no words: sending it is enough, but it must be meant."""

    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"agreed": "act.agreed"}
    agreed = forms.BooleanField(label=_("Yes, go on"))


class ExcludeForm(WordsForm):
    """Take a paddle out of the bidding."""

    elements: ClassVar[Mapping[str, str]] = {"paddle": "act.target"}
    paddle = forms.CharField(label=_("Paddle"), max_length=8)
    field_order: ClassVar[tuple[str, ...]] = ("key", "paddle", "text")


class AssessForm(MarketForm):
    """The panel's value for the quality of one paddle's offer, before a price can be known."""

    elements: ClassVar[Mapping[str, str]] = {"paddle": "act.target", "value": "act.count"}
    paddle = forms.CharField(label=_("Paddle"), max_length=8)
    value = forms.DecimalField(
        label=_("Quality value"), min_value=0, max_value=100, max_digits=7, decimal_places=4, help_text=_("0 to 100")
    )


class LiquidateForm(MarketForm):
    """Lay the deposit of a defaulter against the loss."""

    elements: ClassVar[Mapping[str, str]] = {
        "resale_price": "act.amount_yuan",
        "costs": "act.amount_yuan",
        "commission": "act.amount_yuan",
    }
    resale_price = YuanField(label=_("Price of the resale"), required=False, help_text=_("Empty: there was none"))
    costs = YuanField(label=_("Costs"))
    commission = YuanField(label=_("Commission of the first sale"))
