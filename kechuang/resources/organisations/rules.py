"""Entering, revising and withdrawing the record of an organisation. Pure.

The permissions are ``organisation:register`` for offices and ``organisation:declare`` for the organisation itself,
which may bring staff, sales, industry, English name and holders up to date but not who it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, NewCase, Scene
from kechuang.casework.moves import HOLDER, Moves, move
from kechuang.kernel import place as places
from kechuang.kernel.identify.classify import read_industry
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.reading import Fault, PlaceError
from kechuang.kernel.refusal import Refusal, Value
from kechuang.resources.organisations.facts import OrganisationRegistered, OrganisationRevised, OrganisationWithdrawn

MOVES = Moves(
    "resources.organisation",
    ("REGISTERED", "WITHDRAWN"),
    (
        move("register", "", "REGISTERED", "organisation:register"),
        move("revise", "REGISTERED", "REGISTERED", "organisation:register"),
        move("declare", "REGISTERED", "REGISTERED", "organisation:declare", HOLDER),
        move("withdraw", "REGISTERED", "WITHDRAWN", "organisation:register"),
    ),
    rest=frozenset({"REGISTERED"}),
)

KINDS = (
    "enterprise",
    "startup_team",
    "university",
    "institute",
    "hospital",
    "service_provider",
    "testing_centre",
    "design_house",
    "social_organisation",
    "government",
    "other",
)
WITHOUT_CODE = frozenset({"startup_team"})
REASONS = ("dissolved", "merged", "registered_twice", "registered_by_mistake")
DECLARABLE = frozenset({"name_en", "industry", "staff", "sales", "sales_year", "shareholders", "controllers"})
PARTY = re.compile(r"(?:person|named)/[0-9a-f]{32}|body/[0-9a-f-]{36}|code/[0-9A-Z]{18}")


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """One party that holds shares of the organisation (0 to 1, None: not known) or controls it."""

    party: str
    share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """All values of one version of a record; ``sales`` is yuan."""

    name: str
    kind: str
    place: str
    credit_code: str = ""
    name_en: str = ""
    industry: str = ""
    founded_on: date | None = None
    staff: int | None = None
    sales: Decimal | None = None
    sales_year: int | None = None
    shareholders: tuple[Held, ...] = ()
    controllers: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Enter a body. ``own_code`` is the code of a body that has no credit code.

    ``names`` gives the names of parties by their reference: for the table alone, never for a fact.
    """

    case: UUID
    body: UUID
    authority: str
    office: UUID
    values: Values
    own_code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """Bring a record up to date. ``since_version`` is the version that the person saw."""

    case: UUID
    values: Values
    since_version: int
    reason: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take a record off the register."""

    case: UUID
    reason: str
    successor: UUID | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A record that stands in the register."""

    body: UUID
    version: int
    values: Values
    withdrawn: bool = False


@dataclass(slots=True)
class Rows:
    """What the decisions of a batch need to know of the register; grows as the batch is decided.

    ``accounts`` gives the bodies that have a credit code on this node already, registered or not.
    """

    by_body: dict[UUID, Known]
    by_code: dict[str, Known]
    accounts: dict[str, UUID] = field(default_factory=dict)

    def keep(self, known: Known) -> None:
        """Remember a record that was just accepted."""
        self.by_body[known.body] = known
        if known.values.credit_code and not known.withdrawn:
            self.by_code[known.values.credit_code] = known


@dataclass(frozen=True, slots=True)
class Version:
    """What an accepted decision writes to the tables."""

    body: UUID
    version: int
    on: date
    values: Values
    names: Mapping[str, str]
    withdrawn: bool = False


def decide_register(scene: Scene[Rows], request: Register) -> Decision | Refusal:
    """Enter an organisation, or say which value cannot stand, or that it is known already."""
    values = checked(request.values, request.body, scene.on)
    if isinstance(values, Refusal):
        return values
    body = scene.rows.accounts.get(values.credit_code, request.body)
    present, double = scene.rows.by_body.get(body), scene.rows.by_code.get(values.credit_code)
    if present and not present.withdrawn:
        return _already(present)
    if double:
        return _already(double)
    version = present.version + 1 if present else 1
    fact = OrganisationRegistered(body=_ref(body), version=version, **_fact_values(values))
    case = NewCase(
        id=request.case,
        kind=MOVES.kind,
        authority=request.authority,
        state="REGISTERED",
        place=values.place,
        title=values.name,
        office=request.office,
        holder=body,
        number=values.credit_code,
        number_series="" if values.credit_code else f"T{values.place}-",
    )
    rows = Version(body, version, scene.on, values, request.names)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=rows)


def decide_revise(scene: Scene[Rows], request: Revise) -> Decision | Refusal:
    """Bring a record up to date as an office."""
    return _revised(scene, request, declared=False)


def decide_declare(scene: Scene[Rows], request: Revise) -> Decision | Refusal:
    """Bring a record up to date as the organisation itself."""
    return _revised(scene, request, declared=True)


def decide_withdraw(scene: Scene[Rows], request: Withdraw) -> Decision | Refusal:
    """Take a record off the register."""
    known = _known(scene, request.case)
    if request.reason not in REASONS:
        return Refusal("organisation.reason_unknown", {"reason": request.reason}, place="reason")
    if request.successor == known.body:
        return Refusal("organisation.own_successor", {"name": known.values.name}, place="successor")
    fact = OrganisationWithdrawn(
        body=_ref(known.body),
        version=known.version + 1,
        reason=request.reason,
        successor=_ref(request.successor) if request.successor else "",
    )
    return Decision(
        facts=((request.case, fact),),
        states={request.case: "WITHDRAWN"},
        rows=Version(known.body, known.version + 1, scene.on, known.values, {}, withdrawn=True),
    )


def _revised(scene: Scene[Rows], request: Revise, *, declared: bool) -> Decision | Refusal:
    known = _known(scene, request.case)
    if request.since_version != known.version:
        return Refusal("organisation.version_behind", {"seen": request.since_version, "version": known.version})
    values = checked(request.values, known.body, scene.on)
    if isinstance(values, Refusal):
        return values
    changed = changes(known.values, values)
    refusal = _may_not(known, changed, values, scene.rows, declared=declared)
    if refusal:
        return refusal
    fact = OrganisationRevised(
        body=_ref(known.body),
        version=known.version + 1,
        changed=changed,
        declared=declared,
        reason=request.reason,
        **_fact_values(values),
    )
    return Decision(
        facts=((request.case, fact),),
        states={request.case: "REGISTERED"},
        changes={request.case: {"title": values.name}},
        rows=Version(known.body, known.version + 1, scene.on, values, request.names),
    )


def _may_not(known: Known, changed: tuple[str, ...], values: Values, rows: Rows, *, declared: bool) -> Refusal | None:
    if not changed:
        return Refusal("organisation.unchanged", {"name": values.name, "version": known.version})
    beyond = set(changed) - DECLARABLE
    if declared and beyond:
        return Refusal(
            "organisation.not_declarable",
            {"field_code": f"resources.organisation.field.{min(beyond)}"},
            place=min(beyond),
        )
    double = rows.by_code.get(values.credit_code)
    return _already(double) if double and double.body != known.body else None


def changes(before: Values, after: Values) -> tuple[str, ...]:
    """Give the names of the values that differ, in the order of the record."""
    return tuple(entry.name for entry in fields(Values) if getattr(before, entry.name) != getattr(after, entry.name))


def checked(values: Values, body: UUID, on: date) -> Values | Refusal:
    """Give the values normalised (code, industry, order of holders), or the first that cannot stand."""
    read = _read_codes(values)
    if isinstance(read, Refusal):
        return read
    refusal = _check_plain(read, on) or _check_held(read, body)
    if refusal:
        return refusal
    return replace(read, shareholders=tuple(sorted(read.shareholders, key=_party)), controllers=_controllers(read))


def _read_codes(values: Values) -> Values | Refusal:
    code, industry = values.credit_code.strip(), values.industry.strip()
    if code:
        reading = read_credit_code(code)
        if reading.fault:
            return _faulty(reading.fault, "credit_code", reading.suggestions)
        code = reading.require().text
    elif values.kind not in WITHOUT_CODE:
        return Refusal(
            "organisation.code_missing", {"kind": f"resources.organisation.kind.{values.kind}"}, "credit_code"
        )
    if industry:
        sector = read_industry(industry)
        if sector.fault:
            return _faulty(sector.fault, "industry", sector.suggestions)
        industry = sector.require().text
    name = " ".join(values.name.split())
    return replace(values, credit_code=code, industry=industry, name=name)


def _check_plain(values: Values, on: date) -> Refusal | None:
    if not values.name:
        return Refusal("organisation.name_missing", place="name")
    if values.kind not in KINDS:
        return Refusal("organisation.kind_unknown", {"raw": values.kind}, place="kind")
    try:
        places.division(values.place, on)
    except PlaceError as error:
        return _faulty(error.fault, "place", ())
    if values.founded_on and values.founded_on > on:
        return Refusal("organisation.founded_later", {"founded_on": values.founded_on, "today": on}, place="founded_on")
    if values.staff is not None and values.staff < 0:
        return Refusal("organisation.below_zero", {"amount": values.staff}, place="staff")
    if values.sales is not None and values.sales < 0:
        return Refusal("organisation.below_zero", {"amount": values.sales}, place="sales")
    if (values.sales is None) != (values.sales_year is None):
        return Refusal("organisation.sales_need_year", place="sales_year" if values.sales is not None else "sales")
    if values.sales_year is not None and not 1949 <= values.sales_year <= on.year:
        return Refusal(
            "organisation.sales_year", {"year": str(values.sales_year), "last": str(on.year)}, place="sales_year"
        )
    return None


def _check_held(values: Values, body: UUID) -> Refusal | None:
    own = {_ref(body), f"code/{values.credit_code}"}
    for name, held in (("shareholders", values.shareholders), ("controllers", values.controllers)):
        parties = [entry.party for entry in held]
        strange = next((party for party in parties if not PARTY.fullmatch(party)), None)
        if strange is not None:
            return Refusal("organisation.party_unknown", {"raw": strange[:64]}, place=name)
        if own & set(parties):
            return Refusal("organisation.own_party", {"name": values.name}, place=name)
        if len(set(parties)) != len(parties):
            return Refusal("organisation.party_twice", {"name": values.name}, place=name)
    shares = [entry.share for entry in values.shareholders if entry.share is not None]
    wrong = next((share for share in shares if not 0 < share <= 1), None)
    if wrong is not None:
        return Refusal("organisation.share_out_of_range", {"found_share": wrong}, place="shareholders")
    total = sum(shares, Decimal(0))
    if total > 1:
        return Refusal("organisation.shares_over_whole", {"total_share": total}, place="shareholders")
    return None


def _controllers(values: Values) -> tuple[Held, ...]:
    return tuple(Held(entry.party) for entry in sorted(values.controllers, key=_party))


def _party(entry: Held) -> str:
    return entry.party


def _known(scene: Scene[Rows], case: UUID) -> Known:
    view: CaseView = scene.cases[case]
    if view.holder is None:
        raise ValueError(f"{case}: a record of an organisation belongs to a body")
    return scene.rows.by_body[view.holder]


def _already(known: Known) -> Refusal:
    values: dict[str, Value] = {"name": known.values.name, "code": known.values.credit_code, "version": known.version}
    return Refusal("organisation.known", values, place="credit_code")


def _faulty(fault: Fault, place: str, suggestions: tuple[str, ...]) -> Refusal:
    values: dict[str, Value] = {**fault.values}
    if suggestions:
        values["suggestion"] = suggestions[0]
    return Refusal(fault.code, values, place=place)


def _ref(body: UUID) -> str:
    return f"body/{body}"


def _fact_values(values: Values) -> dict[str, Any]:
    plain: dict[str, Any] = {entry.name: getattr(values, entry.name) for entry in fields(Values)}
    for name in ("shareholders", "controllers"):
        plain[name] = tuple({"party": held.party, "share": held.share} for held in plain[name])
    return plain
