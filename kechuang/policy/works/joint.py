"""Acts that several regions adopt with one text: which documents they are, and which may be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kechuang.kernel.place import NATION
from kechuang.policy.likeness import resemblance
from kechuang.policy.models import Document
from kechuang.policy.works import levels
from kechuang.policy.works.align import CITY, COUNTY, UNION
from kechuang.policy.works.models import Adoption, Alike, Paper, Statement, Work
from kechuang.rulebook import load
from kechuang.web import clock

SHARE = "policy.works.joint_share"


def adoptions(documents: Collection[UUID] | None = None) -> dict[UUID, Adoption]:
    """Give the adoption on record of each document, the latest where there are several."""
    rows = Adoption.objects.order_by("stated_on", "pk")
    if documents is not None:
        rows = rows.filter(document__in=documents)
    return {row.document_id: row for row in rows}


def together(adopted: Iterable[Adoption]) -> tuple[str, str] | None:
    """Give place and level of an act that several regions adopted; None for one that one region adopted.

    Several provinces make a union in the nation; several cities or counties lie in their province.
    """
    places = sorted({each.place for each in adopted})
    if len(places) < 2:
        return None
    if len({place[:2] for place in places}) > 1:
        return NATION, UNION
    if len({place[:4] for place in places}) > 1:
        return f"{places[0][:2]}0000", CITY
    return f"{places[0][:4]}00", COUNTY


# --- recognised


@dataclass(frozen=True, slots=True)
class Twin:
    """Another region's document with the same text, or nearly: ``share`` in percent of the text."""

    document: Document
    place: str
    own_place: str
    share: int


def look_for_alike(documents: Collection[UUID]) -> None:
    """Write anew which documents of other regions of the same level print what these documents print."""
    Alike.objects.filter(Q(document__in=documents) | Q(other__in=documents)).delete()
    columns = ("pk", "title", "issuers", "issued_on", "work", "sample", "case")
    rows = {
        row.pk: row
        for row in Document.objects.filter(withdrawn=False).select_related("case").only(*columns, "case__place")
    }
    wanted = [rows[pk] for pk in documents if pk in rows]
    if not wanted:
        return
    stated = dict(Statement.objects.exclude(place="").order_by("stated_on", "pk").values_list("document_id", "place"))
    samples = {pk: frozenset(row.sample) for pk, row in rows.items()}
    found: dict[tuple[UUID, UUID], int] = {}
    for row in wanted:
        least = least_share(row.case.place)
        mine = samples[row.pk]
        for pk, other in rows.items():
            if pk == row.pk or len(mine & samples[pk]) < len(mine) * least / 2:
                continue
            share = resemblance(row.sample, other.sample)
            if share >= least and differ(row, other, stated):
                first, second = sorted((row.pk, pk))
                found[first, second] = int(share * 100)
    Alike.objects.bulk_create(
        Alike(document_id=one, other_id=other, share=share) for (one, other), share in found.items()
    )


def least_share(place: str) -> float:
    """Give from which share on two texts are taken for one, by the rules of a place."""
    return float(str(load.current().ask(SHARE, place=place, on=clock.today()).value))


def differ(one: Document, other: Document, stated: Mapping[UUID, str]) -> bool:
    """Tell whether two documents are of two regions of one level: a county that repeats its city adopts nothing."""
    place, level = levels.place_of(one, stated.get(one.pk, ""))
    other_place, other_level = levels.place_of(other, stated.get(other.pk, ""))
    return level == other_level and place != other_place


def twins(document: Document) -> list[Twin]:
    """Give what other regions print with the same text and is not on record as adopted together with this."""
    rows = Alike.objects.filter(Q(document=document.pk) | Q(other=document.pk)).select_related("document", "other")
    hidden = ("reading", "sample")
    rows = rows.select_related("document__case", "other__case").defer(
        *(f"{side}__{name}" for side in ("document", "other") for name in hidden)
    )
    pairs = [(row.other if row.document_id == document.pk else row.document, row.share) for row in rows]
    if not pairs:
        return []
    known = set(adoptions([document.pk, *(other.pk for other, _share in pairs)]))
    stated = dict(
        Statement.objects.filter(document__in=[document.pk, *(other.pk for other, _share in pairs)])
        .exclude(place="")
        .order_by("stated_on", "pk")
        .values_list("document_id", "place")
    )
    own = levels.place_of(document, stated.get(document.pk, ""))[0]
    return [
        Twin(other, levels.place_of(other, stated.get(other.pk, ""))[0], own, share)
        for other, share in sorted(pairs, key=lambda pair: (-pair[1], str(pair[0].pk)))
        if document.pk not in known or other.pk not in known
    ]


# --- shown


@dataclass(frozen=True, slots=True)
class Held:
    """One region's adoption with its own paper."""

    adoption: Adoption
    document: Document


def held(documents: Iterable[Document]) -> list[Held]:
    """Give the adoptions of these documents, in the order of their days."""
    rows = {row.pk: row for row in documents}
    found = [Held(each, rows[pk]) for pk, each in adoptions(list(rows)).items()]
    return sorted(found, key=lambda each: (each.adoption.adopted_on, each.adoption.place))


def places_of(documents: Collection[UUID]) -> dict[UUID, str]:
    """Give the place for which each document is on record as adopted."""
    return {pk: each.place for pk, each in adoptions(documents).items()}


def papers_of_acts(documents: Collection[UUID]) -> list[list[UUID]]:
    """Give each region's paper of the acts that several regions adopted and these documents print, first one first."""
    works = Work.objects.filter(regions__gt=1, manifestations__document__in=documents).distinct()
    rows = Paper.objects.filter(work__in=works, document__in=Adoption.objects.values("document"))
    groups: dict[UUID, list[UUID]] = {}
    for work, document in rows.order_by("work", "order").values_list("work_id", "document_id"):
        groups.setdefault(work, []).append(document)
    return list(groups.values())


def since(adopted: Iterable[Adoption]) -> date | None:
    """Give the day on which an act holds in all regions that adopted it; None while one of them states none."""
    days = [each.in_force_on for each in adopted]
    return max(day for day in days if day) if days and all(days) else None
