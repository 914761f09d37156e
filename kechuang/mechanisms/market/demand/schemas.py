"""Shapes of the interface of demands."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ninja import Schema


class DemandTargetSchema(Schema):
    """A target: values are decimals as text; ``sense`` is at_least or at_most."""

    indicator: str
    unit: str
    current: str = ""
    target: str
    sense: str = "at_least"
    method: str


class DemandIn(Schema):
    """A demand as its owner sets it. Amounts in yuan; an empty budget is negotiable."""

    holder: UUID
    title: str
    list_type: str = ""
    field: str
    background: str
    targets: list[DemandTargetSchema]
    keywords: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    constraints: str = ""
    budget_yuan: Decimal | None = None
    budget_insisted: bool = False
    pays: str = "acceptance"
    needed_by: date | None = None
    mode: str = "open"
    wish: str = "open"
    masked: bool = False
    open_details: bool = False
    readiness: int | None = None
    region: str = ""
    scene_location: str = ""
    scene_data: str = ""
    scene_purchase: str = ""
    behalf_code: str = ""
    behalf_name: str = ""
    valid_until: date | None = None


class DemandDoneOut(Schema):
    """The case and the state in which it stands now."""

    case: str
    state: str


class DemandAnswerIn(Schema):
    """How a body would solve a demand."""

    body: UUID
    text: str


class DemandMatchOut(Schema):
    """One offer that may answer a demand, with the reasons."""

    source: str
    ref: str
    title: str
    holder: str
    url: str
    points: int
    reasons: list[str]


class PublishedDemandOut(Schema):
    """A published demand; ``owner`` is empty where the owner asked not to be named."""

    case: str
    number: str
    title: str
    state: str
    state_word: str
    place: str
    owner: str
    list_type: str
    field: str
    ipc: list[str]
    band: str
    mode: str
    wish: str
    readiness: int | None
    needed_by: date | None
    published_on: date | None
    valid_until: date | None
    scene: bool
    targets: list[DemandTargetSchema]
    background: str
    matches: list[DemandMatchOut]
