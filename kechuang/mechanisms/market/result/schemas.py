"""What programs send and receive about achievements and rights in technology. Shares are texts: 30% or 1/3."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class ResultIpIn(Schema):
    """A right that protects an achievement."""

    kind: str = "patent"
    number: str
    patentee: str = ""
    state: str = "granted"
    applied_on: date | None = None
    granted_on: date | None = None
    fee_until: date | None = None
    pledged: bool = False
    exclusive: bool = False


class ResultCompleterIn(Schema):
    """A completer; the order is the rank. ``account`` is the user name by which the completer signs in."""

    name: str
    unit: str = ""
    share: str
    account: str = ""


class ResultEvidenceIn(Schema):
    """What shows that a level of readiness was reached."""

    level: int
    text: str
    on: date | None = None
    assessor: str = ""


class ResultRecordIn(Schema):
    """An achievement whole; ``price`` in yuan, null is negotiable."""

    name: str
    abstract: str
    kind: str
    discipline: str
    industry: str = ""
    ipc: str = ""
    trl: int
    product: str = ""
    mode: str
    price: Decimal | None = None
    government: bool = False
    funding: str = "own"
    project: str = ""
    security: str = "open"
    export: str = "none"
    ethics: str = "none"
    ethics_number: str = ""
    ground: str = ""
    valid_until: date | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    ips: list[ResultIpIn] = Field(default_factory=list)
    completers: list[ResultCompleterIn] = Field(default_factory=list)
    evidence: list[ResultEvidenceIn] = Field(default_factory=list)


class ResultIn(ResultRecordIn):
    """Hand an achievement in for a unit at a market."""

    unit: UUID
    office: UUID


class ResultStepIn(Schema):
    """What a move needs: words, a reason code, the end of an offer, a deal, a completer's word; or the record anew."""

    text: str = ""
    reason: str = ""
    until: date | None = None
    agrees: bool | None = None
    record: ResultRecordIn | None = None
    deal: UUID | None = None
    mode: str = ""
    path: str = "direct"
    ref: str = ""
    party: str = ""
    party_code: str = ""
    foreign: bool = False
    export_permit: str = ""
    consent: str = ""
    places: list[str] = Field(default_factory=list)
    since: date | None = None
    outcome: Literal["", "done", "failed"] = ""
    contract: str = ""
    price: Decimal | None = None


class ResultDoneOut(Schema):
    """The case and the state in which it stands now; ``warnings`` are codes of what is doubtful."""

    case: str
    state: str
    warnings: list[str] = Field(default_factory=list)


class ResultIpOut(Schema):
    """A right that protects an achievement."""

    kind: str
    number: str
    state: str
    fee_until: date | None
    pledged: bool
    exclusive: bool


class PublicResultOut(Schema):
    """What everybody may read of an achievement; contact and completers are masked."""

    case: str
    number: str
    name: str
    abstract: str
    kind: str
    unit: str
    place: str
    discipline: str
    industry: str
    ipc: str
    trl: int
    mode: str
    price: Decimal | None
    state: str
    market: str
    published_on: date | None
    valid_until: date | None
    licences: int
    right: str
    contact: list[str]
    completers: list[str]
    ips: list[ResultIpOut]


class ResultCompleterOut(Schema):
    """A completer as the parties see one."""

    id: str
    rank: int
    name: str
    unit: str
    share: str
    agreed: bool | None


class ResultDealOut(Schema):
    """A deal on an achievement."""

    id: str
    mode: str
    path: str
    ref: str
    party: str
    opened_on: date
    closed_on: date | None
    outcome: str
    price: Decimal | None
    contract: str


class ResultOut(Schema):
    """An achievement as its unit and the office read it."""

    case: str
    number: str
    state: str
    name: str
    abstract: str
    kind: str
    unit: str
    place: str
    discipline: str
    industry: str
    ipc: str
    trl: int
    mode: str
    price: Decimal | None
    funding: str
    project: str
    security: str
    export: str
    ethics: str
    valid_until: date | None
    registered_on: date | None
    published_on: date | None
    idle_on: date | None
    withheld_for: str
    licences: int
    right: str
    warnings: list[str]
    ips: list[ResultIpOut]
    completers: list[ResultCompleterOut]
    deals: list[ResultDealOut]


class ResultTallyOut(Schema):
    """How many achievements of the public register have a value."""

    value: str
    count: int


class TechRightHolderOut(Schema):
    """A holder with the share; natural persons are masked for the public."""

    name: str
    code: str
    share: str
    since: date
    until: date | None


class TechRightLicenceOut(Schema):
    """A permission to use a right."""

    kind: str
    name: str
    places: list[str]
    since: date
    until: date | None


class TechRightPledgeOut(Schema):
    """A pledge of a right."""

    name: str
    since: date
    until: date | None


class TechRightContributionOut(Schema):
    """A share of the right in a company, for a share of the company."""

    company: str
    share: str
    equity: str
    since: date


class TechRightOut(Schema):
    """A right as it stood on a day."""

    case: str
    number: str
    name: str
    state: str
    result: str
    numbers: list[str]
    on: date
    holders: list[TechRightHolderOut]
    licences: list[TechRightLicenceOut]
    pledges: list[TechRightPledgeOut]
    contributions: list[TechRightContributionOut]


class TechRightPartIn(Schema):
    """A holder of a first entry: a body of the node or an organisation by its code, or a natural person by name."""

    name: str
    code: str = ""
    share: str


class TechRightEntryIn(Schema):
    """An application for an entry; ``right`` is left out for the first. ``giver`` is the name of a holder."""

    entry: str
    applicant: UUID
    office: UUID
    right: UUID | None = None
    result: UUID | None = None
    since: date
    name: str = ""
    numbers: list[str] = Field(default_factory=list)
    parts: list[TechRightPartIn] = Field(default_factory=list)
    giver: str = ""
    taker: str = ""
    taker_code: str = ""
    share: str = ""
    kind: str = ""
    places: list[str] = Field(default_factory=list)
    until: date | None = None
    row: UUID | None = None
    amount: Decimal | None = None
    equity: str = ""
    ground: str = ""
    consent: str = ""


class TechRightStepIn(Schema):
    """Words of a move."""

    text: str = ""
