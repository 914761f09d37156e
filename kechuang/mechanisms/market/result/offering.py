"""From a registered achievement to a price and back: how it is offered, and what a deal does to it.

Each mechanism above that finds a price registers its way (``Way``), so that an achievement's page offers it. Before it
publishes, it begins a deal on every achievement that it sells (``begin``: the lock against a second sale); when nothing
came of it, it lets go (``let_go``); when the price is paid, it closes the deal and applies for the entry in the
register of rights (``finish``). All of them may be called again: each step is taken once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case, Step
from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.ref import derived
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.result import actions, queries
from kechuang.mechanisms.market.result.models import Achievement, Deal
from kechuang.mechanisms.market.result.rules import asking, dealing
from kechuang.mechanisms.market.result.rules.asking import Apply, Terms
from kechuang.mechanisms.market.result.rules.requests import CloseDeal, OpenDeal
from kechuang.mechanisms.market.result.rules.standing import LICENCES, Party
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor
from kechuang.web.slots import Words

# What the mechanisms above call a mode, and what a deal calls it.
MODES = {
    "transfer": dealing.TRANSFER,
    "licence_exclusive": dealing.EXCLUSIVE,
    "licence_sole": dealing.SOLE,
    "licence_ordinary": dealing.ORDINARY,
    "shares": dealing.SHARES,
}
DEALABLE = ("LISTED", "LICENSED", "DORMANT", "IN_DEAL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to offer an achievement: words, what it means, where it begins, and whether a reader may take it."""

    code: str
    label: Words
    about: Words
    url: Callable[[Actor, Achievement], str]
    may: Callable[[Actor, Achievement], bool]
    order: int


WAYS: dict[str, Way] = {}


def register(way: Way) -> None:
    """Make a way known; the same code again replaces the first."""
    WAYS[way.code] = way


def ways(actor: Actor, row: Achievement) -> list[dict[str, Words]]:
    """Give the ways in which an actor may offer an achievement now."""
    if row.state not in DEALABLE:
        return []
    open_ = sorted(WAYS.values(), key=lambda way: way.order)
    return [
        {"label": way.label, "about": way.about, "url": way.url(actor, row)} for way in open_ if way.may(actor, row)
    ]


def panel(request: HttpRequest, case: Case) -> dict[str, object] | None:
    """Give the ways beside the case of an achievement, for whoever may take one."""
    from kechuang.web.permissions import actor_of  # noqa: PLC0415 - a page's need alone

    row = Achievement.objects.select_related("case").filter(pk=case.pk).first()
    found = ways(actor_of(request), row) if row else []
    return {"ways": found} if found else None


def offered(identifier: str) -> Achievement | None:
    """Give the achievement that an address names for an offer, or None."""
    try:
        wanted = UUID(identifier)
    except ValueError:
        return None
    return Achievement.objects.select_related("case", "unit").filter(pk=wanted, state__in=DEALABLE).first()


def ref_of(unit: UUID | None, title: str, number: str) -> str:
    """Give the reference of a unit's achievement by its number or its exact name, or '' (one query)."""
    reading = read_patent_number(number) if number.strip() else None
    known = reading.value.text if reading is not None and reading.value is not None else number.strip()
    rows = Achievement.objects.filter(unit=unit, state__in=DEALABLE)
    named = Q(name=title.strip()) | Q(ips__number=known) if known else Q(name=title.strip())
    found = rows.filter(named).order_by("-pk").values_list("pk", flat=True).first() if unit else None
    return str(found) if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A case above that sells achievements: its id, number, way, mode, and how often it went out.

    ``until`` is the first day without a licence, where one is given for a time.
    """

    case: UUID
    number: str
    path: str
    mode: str
    round: int
    refs: Sequence[str]
    until: date | None = None

    def results(self) -> list[UUID]:
        """Give the achievements that it names."""
        found = []
        for ref in dict.fromkeys(self.refs):
            try:
                found.append(UUID(ref))
            except ValueError:
                continue
        return sorted(found)

    def deal(self, result: UUID) -> UUID:
        """Give the id of the deal on an achievement: the same whenever it is asked."""
        return derived(self.case, f"{self.path}:{self.round}:{result}")

    def key(self, step: str, result: UUID) -> str:
        """Give the idempotency key of a step."""
        return f"{self.path}:{self.case.hex}:{self.round}:{step}:{result.hex}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """To whom and for how much, under which contract."""

    price: Decimal
    contract: str
    name: str
    code: str = ""
    body: UUID | None = None
    since: date | None = None


def begin(sold: Sold) -> Refusal | None:
    """Lock every achievement for the deal; the first refusal ends it (the caller's transaction takes the rest back)."""
    for result in sold.results():
        outcome = actions.open_deal(
            OpenDeal(
                case=result,
                deal=sold.deal(result),
                mode=MODES[sold.mode],
                path=sold.path,
                ref=sold.number,
                until=sold.until,
            ),
            by=SYSTEM,
            key=sold.key("open", result),
        )
        if outcome.refusal is not None:
            return outcome.refusal
    return None


def let_go(sold: Sold, text: str = "") -> int:
    """Nothing came of it: what it holds is free again. Gives how many achievements were."""
    held = Deal.objects.filter(path=sold.path, ref=sold.number, closed_on__isnull=True).order_by("achievement")
    done = 0
    for result, deal in list(held.values_list("achievement_id", "pk")):
        request = CloseDeal(case=result, deal=deal, outcome="failed", text=text)
        done += bool(actions.close_deal(request, by=SYSTEM, key=f"{sold.path}:{deal.hex}:failed"))
    return done


def finish(sold: Sold, bought: Bought) -> int:
    """The contract is performed: close the deals, and apply for the entries in the register of rights."""
    done = 0
    results = sold.results()
    for result in results:
        request = CloseDeal(
            case=result,
            deal=sold.deal(result),
            outcome="done",
            contract=bought.contract,
            # One price is one price: it stands on the first, the others came with it.
            price=bought.price if result == results[0] else Decimal(0),
            party=bought.name,
            party_code=bought.code,
            party_body=bought.body,
            since=bought.since,
            until=sold.until,
        )
        done += _close(sold, result, request)
        done += _enter(sold, result, bought)
    return done


def _close(sold: Sold, result: UUID, request: CloseDeal) -> int:
    if not Deal.objects.filter(pk=request.deal, closed_on__isnull=True).exists():
        return 0
    outcome: Outcome = actions.close_deal(request, by=SYSTEM, key=sold.key(request.outcome, result))
    return 1 if outcome.refusal is None else 0


def _enter(sold: Sold, result: UUID, bought: Bought) -> int:
    """Apply for what the deal does to a right that is registered on the achievement, once."""
    right, key = queries.right_of(result), sold.key("enter", result)
    if right is None or not bought.name or Step.objects.filter(key=key).exists():
        return 0
    unit = Achievement.objects.values_list("unit_id", flat=True).get(pk=result)
    today = clock.today()
    held = next((each for each in queries.standing(right.pk, today).holdings if each.party.body == unit), None)
    kind = MODES[sold.mode]
    entry = asking.TRANSFER if kind == dealing.TRANSFER else asking.LICENCE if kind in LICENCES else ""
    if held is None or not entry:
        return 0
    known = Body.objects.filter(pk=bought.body).first() if bought.body else None
    taker = Party(
        name=known.name if known else bought.name,
        code=known.code if known else bought.code,
        body=known.pk if known else None,
        person=None if known or bought.code else chance.uuid7(),
    )
    terms = Terms(
        since=bought.since or today,
        giver=held.party.ref,
        taker=taker,
        share=held.share if entry == asking.TRANSFER else None,
        kind=kind if entry == asking.LICENCE else "",
        until=sold.until if entry == asking.LICENCE else None,
        amount=bought.price,
        ground=bought.contract,
    )
    request = Apply(
        case=chance.uuid7(),
        authority=right.case.authority,
        office=right.case.office_id,  # type: ignore[arg-type]  # a right lies with its register
        place=right.case.place,
        applicant=unit,
        entry=entry,
        terms=terms,
        right=right.pk,
    )
    return 1 if actions.apply(request, by=SYSTEM, key=key).refusal is None else 0
