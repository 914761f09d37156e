"""What promises came to on an earlier day, by the terms and the figures known then: which ones turned since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from kechuang.indicators import compute
from kechuang.indicators.promises import queries, rules
from kechuang.indicators.promises.models import Version
from kechuang.rulebook import load as rulebook
from kechuang.web.slots import Words
from kechuang.web.typed import read_day

type Kept = tuple[tuple[UUID, str], ...]


def states_on(day: date) -> Mapping[UUID, str]:
    """Give the state of each promise in force as it was known on a day; one bound later has none (one query)."""
    rows = Version.objects.filter(promise__released=False, since__lte=day).order_by("promise", "number")
    newest = {pk: json.dumps(terms, sort_keys=True) for pk, terms in rows.values_list("promise_id", "terms")}
    held = queries.records(day)
    return _states(_Then(tuple(newest.items()), (*compute.place_of(held), rulebook.current().edition), day))


@dataclass(frozen=True, slots=True)
class _Then:
    kept: Kept
    named: tuple[object, ...]
    day: date


@lru_cache(maxsize=8)
def _states(asked: _Then) -> dict[UUID, str]:
    terms = [(pk, rules.terms_of(json.loads(text))) for pk, text in asked.kept]
    found = queries.assess(terms, queries.records(asked.day), vintage=asked.day.isoformat())
    return {pk: each.measured.state for pk, each in found.items()}


def turned_since(day: date) -> dict[UUID, str]:
    """Give the promises whose state is another than on a day, with the state of then; new ones with none."""
    before = states_on(day)
    now = {pk: each.measured.state for pk, each in queries.all_assessed().items()}
    return {pk: before.get(pk, "") for pk, state in now.items() if before.get(pk, "") != state}


@dataclass(frozen=True, slots=True)
class Turned:
    """The promises whose state changed since a day."""

    name: str
    label: Words

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, found: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep what turned since the day; a day that cannot be read raises TypedError."""
        raw = values.get(self.name, "").strip()
        return found.filter(pk__in=list(turned_since(read_day(raw)))) if raw else found

    def shown(self, _request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Show a field for a day."""
        return {"kind": "days", "filter": self, "both": [(self.name, "", values.get(self.name, ""))]}
