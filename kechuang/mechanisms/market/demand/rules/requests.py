"""What is asked of a demand: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.kernel.days import Calendars

AT_LEAST, AT_MOST = "at_least", "at_most"
SENSES = (AT_LEAST, AT_MOST)
MODES = ("development", "transfer", "licence", "service", "shares", "open")
WISHES = ("owner", "shared", "provider", "open")
PAYS = ("acceptance", "stages", "royalty", "open")
REASONS = ("advertisement", "no_target", "consultancy", "copy", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A quantified target: indicator, unit, value now (None: not known), value wanted, how it is tested."""

    indicator: str
    unit: str
    target: Decimal
    method: str
    current: Decimal | None = None
    sense: str = AT_LEAST

    def words(self) -> str:
        """Give the target as one line for a fact."""
        sign = "≥" if self.sense == AT_LEAST else "≤"
        now = "-" if self.current is None else f"{self.current:f}"
        return f"{self.indicator} {now} → {sign}{self.target:f} {self.unit} ({self.method})"

    def met_by(self, value: Decimal) -> bool:
        """Say whether a value reaches the target."""
        return value >= self.target if self.sense == AT_LEAST else value <= self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a scene list tells besides: where, with which data, what the owner undertakes to buy."""

    location: str
    data: str = ""
    purchase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a demand says. Amounts in yuan; no budget means negotiable, and zero is refused."""

    title: str
    list_type: str
    field: str
    background: str
    targets: tuple[Target, ...]
    keywords: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    constraints: str = ""
    budget: Decimal | None = None
    budget_insisted: bool = False
    pays: str = "acceptance"
    needed_by: date | None = None
    mode: str = "open"
    wish: str = "open"
    masked: bool = False
    open_details: bool = False
    readiness: int | None = None
    region: str = ""
    scene: Scene | None = None
    behalf_code: str = ""
    behalf_name: str = ""
    valid_until: date | None = None

    def all_text(self) -> str:
        """Give everything by which two demands are compared."""
        lines = [self.title, self.background, *(each.words() for each in self.targets), self.constraints]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A demand comes in: the owner submits it, or an office takes it in for the owner (``channel``)."""

    case: UUID
    authority: str
    office: UUID
    place: str
    holder: UUID
    terms: Terms
    channel: str = "online"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """The intake is passed: an expert's or broker's body refines the demand."""

    demand: UUID
    refiner: UUID
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step whose words are its reason or note; ``reason`` is a code where the demand is refused."""

    demand: UUID
    move: str
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """What a refiner may propose: words and targets, never money, days or the owner's wishes."""

    title: str
    background: str
    targets: tuple[Target, ...]
    keywords: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    constraints: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refine:
    """The refiner proposes other words; nothing of the demand changes by it."""

    demand: UUID
    refined: Refined
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The owner agrees to what was refined; a changed target wants an agreement of its own."""

    demand: UUID
    targets_agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A body says that it can solve a published demand; ``offer`` names a result of a register, if it has one."""

    demand: UUID
    id: UUID
    body: UUID
    text: str
    offer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The owner talks with a body of the node, or with one that it names."""

    demand: UUID
    body: UUID | None = None
    name: str = ""
    offer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The owner has concluded a contract."""

    demand: UUID
    number: str
    signed_on: date
    amount: Decimal
    body: UUID | None = None
    name: str = ""
    amount_insisted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Solve:
    """The owner says what was reached of each target, in the order of the targets."""

    demand: UUID
    reached: tuple[Decimal | None, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """The owner keeps the demand out for longer."""

    demand: UUID
    valid_until: date


@dataclass(frozen=True, slots=True)
class Tick:
    """What time does to a demand."""

    demand: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What the register holds of the body that sets the demand."""

    name: str = ""
    kind: str = ""
    place: str = ""
    industry: str = ""
    sales: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A demand as a decision sees it."""

    title: str
    list_type: str
    field: str
    background: str
    constraints: str
    keywords: tuple[str, ...]
    ipc: tuple[str, ...]
    targets: tuple[Target, ...]
    budget: Decimal | None
    masked: bool
    valid_until: date | None
    asked_until: date | None
    is_scene: bool = False
    needed_by: date | None = None
    published_on: date | None = None
    refined: Refined | None = None
    answers: Mapping[UUID, UUID] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Near:
    """Another living demand with shared stretches of text."""

    case: UUID
    number: str
    holder: UUID | None
    sample: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Calendars, owners by body, demands by case, demands whose text is near, names of bodies that may refine."""

    calendars: Calendars
    owners: Mapping[UUID, Owner] = made(default_factory=dict)
    demands: Mapping[UUID, Seen] = made(default_factory=dict)
    near: Mapping[UUID, tuple[Near, ...]] = made(default_factory=dict)
    refiners: Mapping[UUID, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written of a demand: its own row, rows that are added, and tables that are emptied before."""

    case: UUID
    values: Mapping[str, object] = made(default_factory=dict)
    new: bool = False
    adds: tuple[tuple[str, Mapping[str, object]], ...] = ()
    empties: tuple[str, ...] = ()
