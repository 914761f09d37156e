"""Forms of the moves on an achievement; each gives the typed request of its move."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import OwnMoveForm
from kechuang.mechanisms.market.result import wording
from kechuang.mechanisms.market.result.form_parts import area, tidy
from kechuang.mechanisms.market.result.models import Deal
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, CreditCodeField, DayField, YuanField

LONGEST = 4000
WITHOUT_WORDS = frozenset({"register", "unlist", "release"})


class MoveForm(OwnMoveForm):
    """A move on an achievement."""

    about = "market.result"
    owner = "market_operator"
    renew_by = UNTIL


class WordsForm(MoveForm):
    """A move that needs words, or none but the will to take it."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move in WITHOUT_WORDS:
            self.fields["text"].label, self.fields["text"].required = _("Note"), False
        if self.move == "implement":
            self.fields["text"].label = _("How the unit uses it")

    def request(self) -> asked.Step:
        """Take the step."""
        return asked.Step(case=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class WithholdForm(WordsForm):
    """Withhold from the public."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.choice"}
    reason = forms.ChoiceField(label=_("Reason for withholding"), choices=wording.WITHHELD, widget=forms.RadioSelect)
    field_order = ("key", "version", "reason", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Which items are withheld; the unit is told so")

    def request(self) -> asked.Step:
        """Withhold."""
        values = self.cleaned_data
        return asked.Step(case=self.case.pk, move=self.move, text=values["text"], reason=values["reason"])


class OfferForm(MoveForm):
    """Publish for all."""

    owner = "transfer_office"
    elements: ClassVar[Mapping[str, str]] = {"until": "act.until", "agreed": "act.agreed"}
    until = DayField(label=_("Offer valid until"), required=False)
    agreed = forms.BooleanField(label=_("It holds no state secret and may be published"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = self.case.achievement.valid_until

    def request(self) -> asked.Offer:
        """Publish."""
        return asked.Offer(case=self.case.pk, until=self.cleaned_data["until"])


class OwnForm(MoveForm):
    """A completer agrees to the own share, or not."""

    owner = "inventor"
    elements: ClassVar[Mapping[str, str]] = {"agrees": "act.choice", "text": "act.reason"}
    agrees = forms.ChoiceField(
        label=_("My rank and share"),
        choices=(("yes", _("are right")), ("no", _("are not right"))),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("What is not right"), required=False, max_length=LONGEST, widget=area())

    def __init__(self, *args: Any, completer: UUID, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.completer = completer

    def request(self) -> asked.OwnShare:
        """Say it."""
        values = self.cleaned_data
        return asked.OwnShare(
            case=self.case.pk, completer=self.completer, agrees=values["agrees"] == "yes", text=values["text"]
        )


class _Side(MoveForm):
    """The other side of a deal with what it may use, where and until when."""

    elements: ClassVar[Mapping[str, str]] = {
        "party": "act.target",
        "party_code": "act.target",
        "places": "act.choice",
        "since": "act.day",
        "until": "act.until",
    }
    party = forms.CharField(label=_("Other side"), required=False, max_length=200)
    party_code = CreditCodeField(label=_("Its credit code"), required=False)
    places = forms.CharField(
        label=_("Places of a licence (codes)"), required=False, max_length=300, help_text=_("Empty: everywhere")
    )
    since = DayField(label=_("Licence from"), required=False)
    until = DayField(label=_("Licence until before"), required=False)

    def side(self) -> dict[str, Any]:
        """Give the other side: a body of this node where the code is known."""
        values = self.cleaned_data
        code = values["party_code"] or ""
        body = Body.objects.filter(code=code).first() if code else None
        name = values["party"] or (body.name if body else "")
        return {"party": name, "party_code": code, "party_body": body.pk if body else None}

    def clean_places(self) -> tuple[str, ...]:
        """Places are six digits each."""
        codes = tidy(str(self.cleaned_data["places"]))
        wrong = next((code for code in codes if len(code) != 6 or not code.isdigit()), None)
        if wrong:
            raise forms.ValidationError(gettext("No division has the code %(code)s.") % {"code": wrong})
        return codes


class DealForm(_Side):
    """Begin a deal."""

    elements: ClassVar[Mapping[str, str]] = {
        "mode": "act.choice",
        "path": "act.choice",
        "ref": "act.basis",
        "foreign": "act.choice",
        "export_permit": "act.basis",
        "consent": "act.basis",
    }
    mode = forms.ChoiceField(label=_("What is dealt in"), choices=wording.DEALS)
    path = forms.ChoiceField(label=_("Way to the price"), choices=wording.PATHS, initial="direct")
    ref = forms.CharField(label=_("Reference of the deal"), required=False, max_length=120)
    foreign = forms.BooleanField(label=_("The other side is abroad"), required=False)
    export_permit = forms.CharField(label=_("Export permit"), required=False, max_length=80)
    consent = forms.CharField(
        label=_("Consent of creditors"),
        required=False,
        max_length=120,
        help_text=_("Document, where a right is pledged"),
    )
    field_order = ("key", "version", "mode", "path", "ref", "party", "party_code")

    def request(self) -> asked.OpenDeal:
        """Begin it."""
        values = self.cleaned_data
        plain = {name: values[name] for name in ("mode", "path", "ref", "foreign", "export_permit", "consent")}
        span = {name: values[name] for name in ("places", "since", "until")}
        return asked.OpenDeal(case=self.case.pk, deal=chance.uuid7(), **plain, **span, **self.side())


class CloseForm(_Side):
    """End a deal."""

    elements: ClassVar[Mapping[str, str]] = {
        "deal": "act.choice",
        "outcome": "act.choice",
        "contract": "act.basis",
        "price": "act.amount_yuan",
        "text": "act.note",
    }
    deal = forms.ChoiceField(label=_("Deal"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=wording.OUTCOMES, widget=forms.RadioSelect)
    contract = forms.CharField(label=_("Contract number"), required=False, max_length=80)
    price = YuanField(label=_("Price in yuan"), required=False, help_text=_("0 is a price; a contract needs one"))
    text = forms.CharField(label=_("Note"), required=False, max_length=LONGEST, widget=area(3))
    field_order = ("key", "version", "deal", "outcome", "contract", "price", "party", "party_code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        rows = Deal.objects.filter(achievement=self.case.pk, closed_on__isnull=True).order_by("pk")
        field: Any = self.fields["deal"]
        field.choices = [(str(row.pk), _named(row)) for row in rows]
        if len(rows) == 1:
            field.initial, field.required, field.widget = field.choices[0][0], False, forms.HiddenInput()

    def request(self) -> asked.CloseDeal:
        """End it."""
        values, field = self.cleaned_data, self.fields["deal"]
        plain = {name: values[name] for name in ("outcome", "contract", "price", "text", "since", "until")}
        deal = UUID(str(values["deal"] or field.initial))
        return asked.CloseDeal(case=self.case.pk, deal=deal, places=values["places"] or None, **plain, **self.side())


def _named(row: Deal) -> str:
    parts = [wording.word("deal", row.mode), wording.word("path", row.path), row.party, row.ref]
    return " · ".join(part for part in parts if part)


MOVE_FORMS: dict[str, type[MoveForm]] = {
    **dict.fromkeys(("register", "refuse", "unlist", "release", "implement", "freeze", "thaw", "withdraw"), WordsForm),
    "withhold": WithholdForm,
    "list": OfferForm,
    "open_deal": DealForm,
    "close_deal": CloseForm,
}
