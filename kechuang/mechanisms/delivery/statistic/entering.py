"""How pages and programs hand observations in: built, looked at together, and written only if all may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.casework.act import Outcome
from kechuang.casework.models import Step
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.statistic import actions, rules
from kechuang.mechanisms.delivery.statistic.checks import WITHHELD, Entry, Finding
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.moves import ENTER
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, holding, scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What every entry of a form or a table says once."""

    vintage: date
    code_list: date
    source: str
    dataset: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """An entry with what the checks say of it."""

    entry: Entry
    findings: tuple[Finding, ...]

    def stops(self, reason: str) -> list[Refusal]:
        """Give what keeps it from being written: every error, and every warning where no reason is stated."""
        found = [finding.refusal for finding in self.findings if finding.error or not reason.strip()]
        if not found and self.entry.status == WITHHELD and not reason.strip():
            found.append(Refusal("statistic.withheld_why", {}, "reason"))
        return found


def entry(indicator: Indicator, place: str, period: str, value: Decimal | None, status: str, typed: Typed) -> Entry:
    """Make an entry under the newest version of its indicator."""
    return Entry(
        indicator=indicator.code,
        version=indicator.version,
        place=place,
        code_list=typed.code_list,
        period=period,
        value=value,
        unit=indicator.unit,
        status=status,
        vintage=typed.vintage,
        source=typed.source,
        dataset=typed.dataset,
    )


def look(entries: Sequence[Entry], on: date) -> list[Looked]:
    """Check entries that come together, in their order (two queries)."""
    known, law = actions.known_for(entries), Law(rulebook.current())
    return [Looked(each, rules.found(known, each, rules.limits(law, each.place, on), on)) for each in entries]


def office_for(actor: Actor, place: str, permission: str = ENTER) -> Body | None:
    """Give the office for which an actor may act at a place; None where there is none (one query)."""
    duties = [duty for duty in holding(actor, permission, on=clock.today(), place=place) if duty.authority]
    return Body.objects.filter(pk=duties[0].body).first() if duties else None


def write(
    looked: Sequence[Looked], typed: Typed, *, by: Actor, key: str, batch: str = ""
) -> tuple[list[Outcome], Mapping[int, list[Refusal]]]:
    """Write all entries or none: gives the outcomes, and for each entry by number what stops it."""
    stopped: dict[int, list[Refusal]] = {}
    reach = scope(by, ENTER, clock.today())
    for number, each in enumerate(looked):
        refusals = each.stops(typed.reason)
        if not refusals and not reach.covers(place=each.entry.place):
            refusals = [rules.not_yours(each.entry)]
        if refusals:
            stopped[number] = refusals
    if stopped or not looked:
        return [], stopped
    office = office_for(by, looked[0].entry.place)
    rows = [(each.entry, typed.reason, f"{key}:{number}") for number, each in enumerate(looked)]
    outcomes = actions.observe(rows, office=office, by=by, batch=batch)
    refused = {number: [each.refusal] for number, each in enumerate(outcomes) if each.refusal}
    return outcomes, refused


def recorded(key: str) -> tuple[str, list[str]] | None:
    """Give series and facts of an observation that was recorded under a key before; None where none was."""
    step = Step.objects.filter(key=key).first()
    return None if step is None else (str(step.case_id), list(step.facts))
