"""What the register of organisations answers when a body is asked for what it has told already."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.elements.known import Answers, Held, KnownSource, Value
from kechuang.resources.organisations.models import Organisation

OF_TODAY = {
    "organisation.name": "name",
    "organisation.name_en": "name_en",
    "organisation.credit_code": "credit_code",
    "organisation.industry": "industry",
    "organisation.founded_on": "founded_on",
}
OF_A_YEAR = {"organisation.staff": "staff", "organisation.sales_yuan": "sales"}


def lookup(bodies: Sequence[UUID], codes: Collection[str], year: int) -> Answers:
    """Give the values of the present records (one query); figures of a year only where the record is of that year."""
    rows = Organisation.objects.filter(pk__in=bodies, withdrawn_on__isnull=True)
    return {row.pk: _held(row, codes, year) for row in rows}


def _held(row: Organisation, codes: Collection[str], year: int) -> dict[str, Held]:
    fields = OF_TODAY | (OF_A_YEAR if row.sales_year == year else {})
    found: dict[str, Held] = {}
    for code, field in fields.items():
        value: Value | None = getattr(row, field)
        if code in codes and value not in {None, ""}:
            address = reverse("casework:case", args=[row.case_id])
            found[code] = Held(value, _("Register of organisations"), row.revised_on, address)  # type: ignore[arg-type]
    return found


SOURCE = KnownSource("organisations", frozenset(OF_TODAY | OF_A_YEAR), lookup)
