"""What may answer a demand, from the register of achievements: the demand and the register are strangers to each other.

A result names its discipline (GB/T 13745) and a demand its field of the eight; which disciplines lie in which field is
our design, and only orders what is read.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.demand import offering
from kechuang.mechanisms.market.demand.rules.matching import Offer, Profile
from kechuang.mechanisms.market.result import queries as results
from kechuang.mechanisms.market.result import tallying
from kechuang.mechanisms.market.result.models import Achievement, ResultGram

OFFERED = ("LISTED", "DORMANT", "LICENSED")
FIELDS: dict[str, tuple[str, ...]] = {
    "1": ("510", "520", "535"),
    "2": ("180", "210", "220", "230", "240", "310", "320", "330", "340", "350", "360", "416"),
    "3": ("590",),
    "4": ("430",),
    "5": ("413", "560", "580"),
    "6": ("470", "480", "490"),
    "7": ("440", "450", "610", "620"),
    "8": ("460", "535"),
}
FIELD_OF = {discipline: field for field, disciplines in FIELDS.items() for discipline in disciplines}
SUBCLASS, LEAST_GRAMS = 4, 2


def find(profile: Profile, most: int) -> Sequence[Offer]:
    """Give the achievements on offer that may fit: of the same IPC subclass, with a keyword, then of the same field.

    Each query walks an index of the public register; none is asked once enough was found.
    """
    rows = results.public().filter(state__in=OFFERED).order_by("-published_on", "-case")
    found: dict[UUID, Achievement] = {}
    classes = {symbol[:SUBCLASS] for symbol in profile.ipc if len(symbol) >= SUBCLASS}
    parts = [rows.filter(ipc_class__in=classes)] if classes else []
    if named := _with_keywords(profile.keywords, most):
        parts.append(rows.filter(pk__in=named))
    parts += [rows.filter(field=each) for each in FIELDS.get(profile.field.partition(".")[0], ())]
    for part in parts:
        if len(found) < most:
            found |= {row.pk: row for row in part[: most - len(found)]}
    return [_offer(row) for row in found.values()]


def _with_keywords(keywords: Iterable[str], most: int) -> list[UUID]:
    """Give achievements whose name holds all pairs of characters of a keyword (one query)."""
    wanted = {word: tallying.grams(word) for word in keywords}
    grams = {gram for each in wanted.values() for gram in each}
    held: dict[UUID, set[str]] = {}
    for pk, gram in ResultGram.objects.filter(gram__in=grams).values_list("achievement_id", "gram")[: most * 20]:
        held.setdefault(pk, set()).add(gram)
    return [pk for pk, got in held.items() if any(each and each <= got for each in wanted.values())][:most]


def _offer(row: Achievement) -> Offer:
    return Offer(
        kind="results",
        ref=str(row.pk),
        title=row.name,
        url=results.public_url(row.pk),
        holder=row.unit.name,
        body=str(row.unit_id),
        fields=(FIELD_OF[row.field],) if row.field in FIELD_OF else (),
        ipc=(row.ipc,) if row.ipc else (),
        text=row.abstract,
        readiness=row.trl,
        place=row.place,
    )


def register() -> None:
    """Let demands be matched with achievements."""
    offering.register(offering.Source("results", _("Register of achievements"), find))
