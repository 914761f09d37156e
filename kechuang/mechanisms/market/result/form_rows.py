"""Rows of an achievement's form: intellectual property, completers, evidence of readiness."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.shares import write_share
from kechuang.mechanisms.market.result import wording
from kechuang.web import written
from kechuang.web.accounts.models import Person
from kechuang.web.forms import DayField


def choice_field(label: Any, options: Any, **more: Any) -> forms.ChoiceField:  # noqa: ANN401 - words and Django's own signature
    return forms.ChoiceField(label=label, choices=options, **more)


def _ip_fields() -> dict[str, forms.Field]:
    return {
        "kind": choice_field(_("Right"), wording.IP_KINDS),
        "number": forms.CharField(label=_("Number"), max_length=60),
        "patentee": forms.CharField(label=_("Named on the certificate"), max_length=300),
        "state": choice_field(_("State of the right"), wording.IP_STATES, initial="granted"),
        "applied": DayField(label=_("Applied for on"), help_text=""),
        "granted": DayField(label=_("Granted on"), help_text=""),
        "fee": DayField(label=_("Annual fee paid until"), help_text=""),
        "pledged": forms.BooleanField(label=_("Pledged")),
        "exclusive": forms.BooleanField(label=_("Exclusive licence in force")),
    }


def _completer_fields() -> dict[str, forms.Field]:
    return {
        "name": forms.CharField(label=_("Name"), max_length=80),
        "unit": forms.CharField(label=_("Unit"), max_length=200),
        "share": forms.CharField(label=_("Share held"), max_length=20),
        "account": forms.CharField(label=_("User name, if any"), max_length=64),
    }


def _evidence_fields() -> dict[str, forms.Field]:
    levels = [("", "—"), *wording.trls()]
    return {
        "level": choice_field(_("Level of readiness"), levels),
        "text": forms.CharField(label=_("Evidence"), max_length=500),
        "on": DayField(label=_("Day"), help_text=""),
        "assessor": forms.CharField(label=_("Assessed by"), max_length=200),
    }


PARTS: dict[str, Any] = {"ip": _ip_fields, "completer": _completer_fields, "evidence": _evidence_fields}


# A row counts once this field of it is filled.
LEADING = {"ip": "number", "completer": "name", "evidence": "level"}


INITIAL: dict[str, Any] = {
    "ip": lambda row: {
        "kind": row.kind,
        "number": row.number,
        "patentee": row.patentee,
        "state": row.state,
        "applied": written.day(row.applied_on) if row.applied_on else None,
        "granted": written.day(row.granted_on) if row.granted_on else None,
        "fee": written.day(row.fee_until) if row.fee_until else None,
        "pledged": row.pledged,
        "exclusive": row.exclusive,
    },
    "completer": lambda row: {
        "name": row.name,
        "unit": row.unit,
        "share": write_share(row.share),
        "account": Person.objects.filter(pk=row.person).values_list("username", flat=True).first()
        if row.person
        else "",
    },
    "evidence": lambda row: {
        "level": str(row.level),
        "text": row.text,
        "on": written.day(row.on) if row.on else None,
        "assessor": row.assessor,
    },
}
