"""Parts that the forms of rewards share: units and their people, achievements, rows of persons."""

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import OwnMoveForm
from kechuang.kernel.identify.person import mask, read_resident_id
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.reward import wording
from kechuang.mechanisms.market.reward.fields import percent, plain, read_share
from kechuang.mechanisms.market.reward.rules.requests import Payee
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person
from kechuang.web.forms import UNTIL
from kechuang.web.refusals import sentence
from kechuang.web.typed import TypedError, read_money

PAYEES, SALT, MOST = 10, "market.reward.person", 200
COLUMNS = ("name", "account", "id", "role", "basis", "share", "tax", "leader")
ROWS: dict[str, str] = {
    **{f"{name}_{at}": "act.target" for at in range(PAYEES) for name in ("name", "account", "id")},
    **{f"{name}_{at}": "act.choice" for at in range(PAYEES) for name in ("role", "leader")},
    **{f"basis_{at}": "act.text" for at in range(PAYEES)},
    **{f"share_{at}": "act.count" for at in range(PAYEES)},
    **{f"tax_{at}": "act.amount_yuan" for at in range(PAYEES)},
    "more": "act.text",
}
NUMBERS = frozenset((*(f"id_{at}" for at in range(PAYEES)), "more"))
ID = re.compile(r"\d{17}[\dXx]", re.ASCII)


class Moving(OwnMoveForm):
    """The base of the forms of one move on one case."""

    about = "market.reward"
    owner = "transfer_office"
    renew_by = UNTIL


def people_of(units: list[UUID]) -> list[tuple[str, str]]:
    """Give the people with an account in some units, to be chosen (one query)."""
    rows = Person.objects.filter(grants__body__in=units, is_active=True).distinct().order_by("name", "pk")
    return [(str(row.pk), row.name) for row in rows[:MOST]]


def results_of(units: list[UUID]) -> list[tuple[str, str]]:
    """Give the achievements of some units, to be chosen (one query)."""
    rows = Achievement.objects.filter(unit__in=units).select_related("case").order_by("-case_id")[:MOST]
    return [("", gettext("not in the register"))] + [(str(row.pk), f"{row.name} · {row.case.number}") for row in rows]


def payee_fields(form: Any, units: list[UUID], payees: tuple[Payee, ...]) -> None:  # noqa: ANN401 - a form of this package
    """Give a form the fields of its persons, line by line."""
    accounts = [("", "—"), *people_of(units)]
    roles = [("", "—"), *wording.choices(wording.ROLES)]
    for at in range(PAYEES):
        known = payees[at] if at < len(payees) else None
        fields = {
            "name": forms.CharField(label=_("Name of the person"), required=False, max_length=80),
            "account": forms.ChoiceField(label=_("Account here"), required=False, choices=accounts),
            "id": forms.CharField(label=_("Identity number"), required=False, max_length=40),
            "role": forms.ChoiceField(label=_("Role"), required=False, choices=roles),
            "basis": forms.CharField(label=_("What the person did"), required=False, max_length=300),
            "share": forms.CharField(label=_("Share of the pool (%)"), required=False, max_length=40),
            "tax": forms.CharField(label=_("Tax withheld (yuan)"), required=False, max_length=40),
            "leader": forms.BooleanField(label=_("Leader of the unit"), required=False),
        }
        for name, field in fields.items():
            form.fields[f"{name}_{at}"] = field
            if known is not None:
                form.fields[f"{name}_{at}"].initial = _initial(known, name)
    form.fields["more"] = more_field(payees)


def more_field(payees: tuple[Payee, ...]) -> forms.CharField:
    """Give the field for persons beyond the lines, also for a table that is pasted in."""
    field = forms.CharField(
        label=_("Further persons, one a line"),
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Name, role, share in percent, what the person did, and if wanted the identity number; with commas or "
            "pasted from a table. Persons without an account here only."
        ),
    )
    field.initial = "\n".join(
        f"{each.name}，{wording.role(each.role)}，{percent(each.share)}，{each.basis}" for each in payees[PAYEES:]
    )
    return field


def read_more(form: Any, known: dict[str, Payee]) -> list[Payee]:  # noqa: ANN401 - a form of this package
    """Read the persons of the field for many; the first line that cannot be read is named."""
    roles = {str(word): code for code, word in wording.ROLES.items()} | {code: code for code in wording.ROLES}
    found = []
    for at, line in enumerate(str(form.cleaned_data.get("more") or "").splitlines(), 1):
        pieces = [each.strip() for each in re.split(r"[\t,，]", line)]
        if not any(pieces):
            continue
        name, role, share, *rest = (*pieces, "", "", "")
        rest = [each for each in rest if each]
        number = rest.pop() if rest and ID.fullmatch(rest[-1]) else ""
        if not (name and share and rest) or role not in roles:
            form.add_error("more", gettext("Line %(line)d: name, role, share and what the person did.") % {"line": at})
            return found
        texts = {"id": number, "share": share, "tax": "", "role": roles[role], "basis": "，".join(rest), "account": ""}
        payee = _read(form, "more", {**texts, "leader": ""}, name, known.get(name))
        if payee is None or form.has_error("more"):
            return found
        found.append(payee)
    return found


def _initial(known: Payee, name: str) -> object:
    match name:
        case "account":
            return str(known.person) if known.person else ""
        case "id":
            return ""
        case "share":
            return percent(known.share)
        case "tax":
            return f"{known.tax:f}" if known.tax else ""
        case _:
            return getattr(known, name)


def payee_lines(form: Any) -> list[list[Any]]:  # noqa: ANN401 - a form of this package
    """Give the bound fields of persons, line by line."""
    return [[form[f"{name}_{at}"] for name in COLUMNS] for at in range(PAYEES)]


def read_payees(form: Any, before: tuple[Payee, ...] = ()) -> tuple[Payee, ...]:  # noqa: ANN401 - a form of this package
    """Read the persons; what cannot be read is said beside its field. An empty number keeps the one known before."""
    known = {each.name: each for each in before}
    accounts = dict(form.fields["account_0"].choices)
    found = []
    for at in range(PAYEES):
        texts = {name: form.cleaned_data.get(f"{name}_{at}") or "" for name in COLUMNS}
        if not any(str(texts[name]).strip() for name in ("name", "account", "share", "basis")):
            continue
        name = str(texts["name"]).strip() or str(accounts.get(texts["account"], ""))
        payee = _read(form, at, texts, name, known.get(name))
        if payee is not None:
            found.append(payee)
    return (*found, *read_more(form, known))


def _read(form: Any, at: int | str, texts: dict[str, Any], name: str, known: Payee | None) -> Payee | None:  # noqa: ANN401 - a form
    places = {each: at if isinstance(at, str) else f"{each}_{at}" for each in ("id", "share", "tax")}
    masked, hashed = (known.masked, known.hashed) if known else ("", "")
    tax, share = Decimal(0), None
    number = plain(texts["id"]).upper()
    if number:
        reading = read_resident_id(number) if len(number) == len("330106199001011234") else None
        if reading is not None and reading.fault is not None:
            form.add_error(places["id"], sentence(Refusal(reading.fault.code, dict(reading.fault.values))))
        masked, hashed = mask(number), salted_hmac(SALT, number, algorithm="sha256").hexdigest()
    try:
        share = read_share(texts["share"]) if texts["share"] else None
    except forms.ValidationError as error:
        form.add_error(places["share"], error)
    try:
        tax = read_money(texts["tax"]) if texts["tax"] else Decimal(0)
    except TypedError as error:
        form.add_error(places["tax"], sentence(error.refusal))
    if share is None:
        if not form.has_error(places["share"]):
            form.add_error(places["share"], gettext("Give this person's share of the pool."))
        return None
    return Payee(
        id=chance.uuid7(),
        name=name,
        role=texts["role"],
        basis=texts["basis"],
        share=share,
        tax=tax,
        leader=bool(texts["leader"]),
        masked=masked,
        hashed=hashed,
        person=UUID(texts["account"]) if texts["account"] else None,
    )


def authority_body(form: Any, units: dict[str, Body]) -> Body | None:  # noqa: ANN401 - a form of this package
    """Give the unit that was chosen."""
    return units.get(str(form.cleaned_data.get("unit") or ""))
