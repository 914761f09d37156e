"""The part of a form that holds a price and buyers: laying its fields down, reading them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceForm
from kechuang.casework.standard.form_base import key_field
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand.fields import WanField, area, decimal_of
from kechuang.mechanisms.market.notice import wording
from kechuang.mechanisms.market.notice.rules import requests as asked
from kechuang.mechanisms.market.notice.rules.price import Instalment, Price
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL
from kechuang.web.refusals import sentence

SOLD, BOUGHT, PARTS = 4, 3, 5
SHORT, LONG = 2000, 4000
HUNDRED = Decimal(100)


def price_fields(form: Any) -> None:  # noqa: ANN401 - a form with these fields
    """Lay the fields of buyers and instalments into a form."""
    for at in range(BOUGHT):
        form.fields[f"buyer_name_{at}"] = forms.CharField(label=_("Buyer"), required=False, max_length=200)
        form.fields[f"buyer_code_{at}"] = forms.CharField(label=_("Credit code"), required=False, max_length=24)
        relation = forms.ChoiceField(label=_("Related to the seller as"), required=False)
        relation.choices = [("", gettext("not related")), *wording.RELATIONS.items()]
        form.fields[f"buyer_relation_{at}"] = relation
    for at in range(PARTS):
        form.fields[f"part_amount_{at}"] = WanField(label=_("Instalment"), required=False)
        form.fields[f"part_when_{at}"] = forms.CharField(label=_("When it falls due"), required=False, max_length=120)
    form.fields["form"].choices = list(wording.FORMS.items())
    form.fields["base"].choices = [("", gettext("choose")), *wording.BASES.items()]
    form.fields["course"].choices = list(wording.COURSES.items())
    form.fields["course"].initial = "fixed"


def terms_initial(terms: asked.Terms) -> dict[str, Any]:
    """Give the initial values of terms that are known."""
    price = terms.price
    found: dict[str, Any] = {
        "title": terms.title,
        "summary": terms.summary,
        "mode": terms.mode,
        "form": price.form,
        "amount": _wan(price.amount),
        "base": price.base,
        "share": "" if price.share is None else f"{(price.share * HUNDRED).normalize():f}",
        "course": price.course,
        "steps": price.steps,
    }
    for at, each in enumerate(terms.achievements):
        found |= {f"sold_title_{at}": each.title, f"sold_number_{at}": each.ip_number}
    for at, buyer in enumerate(terms.buyers):
        found |= {f"buyer_name_{at}": buyer.name, f"buyer_code_{at}": buyer.code}
        found[f"buyer_relation_{at}"] = buyer.relation
    for at, part in enumerate(price.instalments):
        found |= {f"part_amount_{at}": _wan(part.amount), f"part_when_{at}": part.when}
    return found


def result_initial(row: Achievement) -> dict[str, Any]:
    """Give the initial values that the register of achievements holds."""
    number = row.ips.order_by("order").values_list("number", flat=True).first() or ""
    mode = {"licence": "licence_ordinary", "shares": "shares"}.get(row.mode, "transfer")
    found: dict[str, Any] = {
        "holder": str(row.unit_id),
        "title": row.name,
        "summary": row.abstract,
        "mode": mode,
        "sold_title_0": row.name,
        "sold_number_0": number,
    }
    return found | ({"form": "lump", "amount": _wan(row.price)} if row.price else {})


def _wan(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    text = f"{amount / 10_000:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_share(form: Any) -> Decimal | None:  # noqa: ANN401 - a form with these fields
    """Read a royalty in percent."""
    raw = str(form.cleaned_data.get("share") or "").strip().removesuffix("%").removesuffix("%")
    if not raw:
        return None
    try:
        return decimal_of(raw) / HUNDRED
    except forms.ValidationError as error:
        form.add_error("share", error)
        return None


def read_price(form: Any) -> Price:  # noqa: ANN401 - a form with these fields
    """Read the price of a form."""
    values = form.cleaned_data
    parts = tuple(
        Instalment(values[f"part_amount_{at}"], values[f"part_when_{at}"])
        for at in range(PARTS)
        if values.get(f"part_amount_{at}") is not None
    )
    kind = values.get("form") or ""
    royal = kind in {"entry_royalty", "royalty"}
    return Price(
        form=kind,
        amount=None if kind == "royalty" else values.get("amount"),
        instalments=parts if kind == "instalments" else (),
        base=(values.get("base") or "") if royal else "",
        share=read_share(form) if royal else None,
        course=values.get("course") or "fixed",
        steps=(values.get("steps") or "") if royal else "",
    )


def read_buyers(form: Any) -> tuple[asked.Buyer, ...]:  # noqa: ANN401 - a form with these fields
    """Read the buyers of a form; a code that the node knows gives the body, and its name where none is typed."""
    codes: dict[int, str] = {}
    for at in range(BOUGHT):
        raw = str(form.cleaned_data.get(f"buyer_code_{at}") or "").strip()
        reading = read_credit_code(raw) if raw else None
        if reading is not None and (reading.fault or reading.value is None):
            fault = reading.fault
            words = sentence(Refusal(fault.code, dict(fault.values))) if fault else raw
            form.add_error(f"buyer_code_{at}", words)
        elif reading is not None and reading.value is not None:
            codes[at] = reading.value.text
    known = {body.code: body for body in Body.objects.filter(code__in=codes.values())}
    found = []
    for at in range(BOUGHT):
        code = codes.get(at, "")
        body = known.get(code)
        name = str(form.cleaned_data.get(f"buyer_name_{at}") or "").strip() or (body.name if body else "")
        if not name and not code:
            continue
        relation = form.cleaned_data.get(f"buyer_relation_{at}") or ""
        found.append(asked.Buyer(name=name, code=code, body=body.pk if body else None, relation=relation))
    return tuple(found)


ROWS: dict[str, str] = {
    **{f"sold_title_{at}": "act.title" for at in range(SOLD)},
    **{f"sold_number_{at}": "act.title" for at in range(SOLD)},
    **{f"buyer_{name}_{at}": "act.target" for at in range(BOUGHT) for name in ("name", "code", "relation")},
    **{f"part_amount_{at}": "act.amount_yuan" for at in range(PARTS)},
    **{f"part_when_{at}": "act.title" for at in range(PARTS)},
}
PRICE: dict[str, str] = {
    "form": "act.choice",
    "amount": "act.amount_yuan",
    "base": "act.choice",
    "share": "act.count",
    "course": "act.choice",
    "steps": "act.text",
}


class PriceForm(EvidenceForm):
    """The base of forms that hold a price and buyers."""

    about = "market.notice"
    owner = "transfer_office"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {**ROWS, **PRICE, "declared": "act.declared"}

    key = key_field()
    form = forms.ChoiceField(label=_("Form of the price"), widget=forms.RadioSelect)
    amount = WanField(
        label=_("Price, sum of instalments or entry fee"), required=False, help_text=_("Empty for a royalty alone.")
    )
    base = forms.ChoiceField(label=_("Royalty on"), required=False)
    share = forms.CharField(label=_("Share (%)"), required=False, max_length=20)
    course = forms.ChoiceField(label=_("The share is"), required=False)
    steps = forms.CharField(label=_("How it rises or falls"), required=False, max_length=500, widget=area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        price_fields(self)
        self.buyers: tuple[asked.Buyer, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Read buyers and price."""
        values = super().clean() or self.cleaned_data
        self.buyers = read_buyers(self)
        self.price = read_price(self)
        return values

    def buyer_lines(self) -> list[list[Any]]:
        """Give the fields of buyers, line by line."""
        return [[self[f"buyer_{name}_{at}"] for name in ("name", "code", "relation")] for at in range(BOUGHT)]

    def part_lines(self) -> list[list[Any]]:
        """Give the fields of instalments, line by line."""
        return [[self[f"part_amount_{at}"], self[f"part_when_{at}"]] for at in range(PARTS)]

    def price_fields_shown(self) -> list[Any]:
        """Give the other fields of the price."""
        return [self[name] for name in ("form", "amount", "base", "share", "course", "steps")]
