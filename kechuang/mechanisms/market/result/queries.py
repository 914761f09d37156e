"""What pages read of achievements and rights: a fixed number of queries each, scoped to the reader."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from kechuang.casework import queries as shared
from kechuang.casework.models import Case
from kechuang.kernel.identify.text import compact
from kechuang.mechanisms.market.result import projecting, tallying
from kechuang.mechanisms.market.result.models import (
    Achievement,
    Completer,
    ResultGram,
    ResultTally,
    RightEntry,
    TechRight,
)
from kechuang.mechanisms.market.result.rules.asking import Decide
from kechuang.mechanisms.market.result.rules.moves import ENTRY, RESULT, RIGHT
from kechuang.mechanisms.market.result.rules.standing import Standing
from kechuang.mechanisms.market.result.terms import read
from kechuang.web import chance
from kechuang.web.permissions import Actor

# A word that fewer achievements hold than this is looked up by them; a commoner one is met soon on any walk.
RARE = 2000


def results(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the cases of achievements that an actor may read."""
    return shared.cases(actor, on, [RESULT.kind]).select_related("achievement", "holder", "office")


def rights(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the cases of rights that an actor may read."""
    return shared.cases(actor, on, [RIGHT.kind]).select_related("techright", "holder", "office")


def entries(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the applications for entries that an actor may read."""
    return shared.cases(actor, on, [ENTRY.kind]).select_related("right_entry__right__case", "holder", "office")


def mine(person: UUID | None) -> QuerySet[Completer]:
    """Give the rows in which a person stands as completer."""
    rows = Completer.objects.filter(person=person) if person else Completer.objects.none()
    return rows.select_related("achievement__case", "achievement__unit")


def public() -> QuerySet[Achievement]:
    """Give the achievements that everybody may find."""
    return Achievement.objects.filter(public=True).select_related("case", "unit")


def holding_words(rows: QuerySet[Achievement], words: str) -> QuerySet[Achievement]:
    """Keep the achievements whose name holds every word, however the words are joined in it."""
    for word in words.split()[:6]:
        text = compact(word)
        if len(text) < 2:
            rows = rows.filter(name__startswith=word)
            continue
        rows = _holding(rows, sorted(tallying.grams(text)))
    return rows


def _holding(rows: QuerySet[Achievement], grams: list[str]) -> QuerySet[Achievement]:
    found: list[UUID] | None = None
    for gram in grams:
        hits = list(ResultGram.objects.filter(gram=gram).values_list("achievement_id", flat=True)[: RARE + 1])
        if len(hits) <= RARE and (found is None or len(hits) < len(found)):
            found = hits
    if found is not None:
        rows = rows.filter(pk__in=found)
    for gram in grams:
        rows = rows.filter(Exists(ResultGram.objects.filter(gram=gram, achievement=OuterRef("pk"))))
    return rows


def tally(dimension: str, *, most: int = 0) -> list[tuple[str, int]]:
    """Give the values of a dimension of the public register with their counts, most first (one query)."""
    rows = ResultTally.objects.filter(dimension=dimension, count__gt=0).order_by("-count", "value")
    return list((rows[:most] if most else rows).values_list("value", "count"))


def public_url(identifier: UUID) -> str:
    """Give the address of an achievement's public page."""
    return reverse("market_result:public-one", args=[identifier])


def check_url(identifier: UUID) -> str:
    """Give the address at which everybody may check a right."""
    return reverse("market_result:check-one", args=[identifier])


def standing(right: UUID, on: date | None = None) -> Standing:
    """Give a right's rows, all of them or as they stood on a day (four queries)."""
    found = projecting.standings([right]).get(right, Standing())
    return found.on(on) if on is not None else found


def standings(rights_: Iterable[UUID], on: date) -> dict[UUID, Standing]:
    """Give how several rights stood on a day (four queries)."""
    return {pk: each.on(on) for pk, each in projecting.standings(rights_).items()}


def right_of(result: UUID) -> TechRight | None:
    """Give the right that is registered on an achievement."""
    return TechRight.objects.select_related("case").filter(result=result).first()


def deciding(entry: UUID, move: str, text: str = "") -> Decide:
    """Draw what deciding on an application needs. Raises RightEntry.DoesNotExist."""
    row = RightEntry.objects.get(pk=entry)
    given = read(row.terms)
    drawn = tuple(chance.uuid7() for _ in range(max(len(given.parts), 2)))
    return Decide(
        case=entry,
        move=move,
        right=row.right_id or chance.uuid7(),
        row=chance.uuid7(),
        parts=drawn,
        new=row.right_id is None,
        text=text,
    )


def seen(identifier: UUID) -> Any:  # noqa: ANN401 - a Seen or None
    """Give an achievement as decisions see it."""
    return projecting.seen([identifier]).get(identifier)
