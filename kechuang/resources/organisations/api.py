"""The register of organisations for programs."""

from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from kechuang.casework.act import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.resources.organisations import actions, queries
from kechuang.resources.organisations.lists import ORGANISATIONS, READ, REGISTER
from kechuang.resources.organisations.models import Organisation
from kechuang.resources.organisations.rules import Held, Revise, Values
from kechuang.resources.organisations.views import office_of, record_of
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of
from kechuang.web.typed import TypedError, read_money

router = Router()


class HeldOut(Schema):
    """A party by reference, with its share from 0 to 1 as text where it is known."""

    party: str
    share: str | None


class RecordOut(Schema):
    """A record; amounts, shares and days as text."""

    id: str
    body: str
    version: int
    revised_on: str
    withdrawn_on: str | None
    name: str
    name_en: str
    kind: str
    credit_code: str
    place: str
    industry: str
    founded_on: str | None
    staff: int | None
    sales_yuan: str | None
    sales_year: int | None
    shareholders: list[HeldOut]
    controllers: list[HeldOut]


class HeldIn(Schema):
    """A party by reference, with its share from 0 to 1 as text where it is known."""

    party: str
    share: str | None = None


class RecordIn(Schema):
    """All values of a record; ``since_version`` is the version that a revision is based on."""

    name: str
    kind: str
    place: str
    name_en: str = ""
    credit_code: str = ""
    industry: str = ""
    founded_on: date | None = None
    staff: int | None = None
    sales_yuan: str | None = None
    sales_year: int | None = None
    shareholders: list[HeldIn] = Field(default_factory=list)
    controllers: list[HeldIn] = Field(default_factory=list)
    since_version: int = 0


class OrganisationDoneOut(Schema):
    """What came of an act."""

    id: str
    facts: list[str]
    repeated: bool


list_endpoint(
    router,
    "/",
    ORGANISATIONS,
    lambda request: queries.organisations(actor_of(request), clock.today()),
    permission=READ,
)


@router.get("/{identifier}", auth=Needs(READ), response=RecordOut, summary="One organisation")
def record(request: HttpRequest, identifier: UUID) -> RecordOut:
    """Give a record that the caller may read, by its case."""
    return _out(record_of(request, identifier))


def _out(row: Organisation) -> RecordOut:
    values = queries.values_of(row)
    return RecordOut(
        id=str(row.case_id),
        body=str(row.pk),
        version=row.version,
        revised_on=row.revised_on.isoformat(),
        withdrawn_on=row.withdrawn_on.isoformat() if row.withdrawn_on else None,
        name=values.name,
        name_en=values.name_en,
        kind=values.kind,
        credit_code=values.credit_code,
        place=values.place,
        industry=values.industry,
        founded_on=values.founded_on.isoformat() if values.founded_on else None,
        staff=values.staff,
        sales_yuan=None if values.sales is None else f"{values.sales:.2f}",
        sales_year=values.sales_year,
        shareholders=[_held(held) for held in values.shareholders],
        controllers=[_held(held) for held in values.controllers],
    )


def _held(held: Held) -> HeldOut:
    return HeldOut(party=held.party, share=None if held.share is None else f"{held.share.normalize():f}")


@router.post("/", auth=Needs(REGISTER), response=OrganisationDoneOut, summary="Enter an organisation")
def enter(request: HttpRequest, given: RecordIn) -> OrganisationDoneOut:
    """Enter an organisation in the register of the caller's office."""
    office = office_of(actor_of(request))
    if office is None:
        raise Http404
    return _done(actions.register(_values(given), by=actor_of(request), key=idempotency_key(request), office=office))


@router.put("/{identifier}", auth=Needs(REGISTER), response=OrganisationDoneOut, summary="Revise an organisation")
def revise(request: HttpRequest, identifier: UUID, given: RecordIn) -> OrganisationDoneOut:
    """Bring a record up to date as an office."""
    row = record_of(request, identifier)
    wanted = Revise(case=row.case_id, values=_values(given), since_version=given.since_version)
    return _done(actions.revise(wanted, by=actor_of(request), key=idempotency_key(request)))


def _values(given: RecordIn) -> Values:
    try:
        sales = read_money(given.sales_yuan) if given.sales_yuan else None
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None
    return Values(
        name=given.name,
        name_en=given.name_en,
        kind=given.kind,
        place=given.place,
        credit_code=given.credit_code,
        industry=given.industry,
        founded_on=given.founded_on,
        staff=given.staff,
        sales=sales,
        sales_year=given.sales_year,
        shareholders=tuple(_read(held) for held in given.shareholders),
        controllers=tuple(Held(held.party) for held in given.controllers),
    )


def _read(held: HeldIn) -> Held:
    try:
        return Held(held.party, Decimal(held.share) if held.share else None)
    except InvalidOperation:
        raise RefusedError(Refusal("organisation.share_unread", {"raw": held.share}), status=422) from None


def _done(outcome: Outcome) -> OrganisationDoneOut:
    if outcome.refusal is not None:
        raise RefusedError(outcome.refusal)
    return OrganisationDoneOut(id=str(outcome.case), facts=list(outcome.facts), repeated=outcome.repeated)
