"""Keeps the proposals between levels in step with the lines, and counts who below has taken a line up."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from kechuang.policy.works import align, levels
from kechuang.policy.works.models import Alignment, Line, Proposal, Work
from kechuang.policy.works.names import place_free, scaled
from kechuang.policy.works.weights import weights
from kechuang.web import clock, divisions


def promises() -> list[align.Promise]:
    """Give all lines as they are matched."""
    today = clock.today()
    columns = ("key", "work", "level", "place", "name", "unit", "kind", "year", "period_from", "period_to")
    rows = list(Line.objects.filter(whole=None).order_by("key").values_list(*columns))
    places = {row[3] for row in rows}
    above = {code: levels.above(code, today) for code in places}
    names = {code: (divisions.name(code), divisions.short_name(code)) for code in places}
    return [
        align.Promise(
            key=key,
            work=str(work),
            level=level,
            place=place,
            above=above[place],
            name=place_free(name, names[place]),
            unit=scaled("", unit)[1],
            kind=kind,
            year=year,
            period=(start, end) if start and end else None,
        )
        for key, work, level, place, name, unit, kind, year, start, end in rows
    ]


def propose_for(works: Collection[UUID]) -> None:
    """Make the proposals anew of all lines that these works can have to do with, and count again."""
    everything, today = promises(), clock.today()
    wanted = {str(work) for work in works}
    touched = {line.place for line in everything if line.work in wanted}
    lowers = [line for line in everything if line.work in wanted or touched & set(line.above)]
    keys = {line.key for line in lowers}
    Proposal.objects.filter(lower__key__in=keys).delete()
    found = align.propose(everything, lambda line: weights(line.place, today), lowers=keys)
    Proposal.objects.bulk_create(
        Proposal(
            lower_id=UUID(each.lower),
            upper_id=UUID(each.upper),
            score=each.score,
            reasons=[list(r) for r in each.reasons],
        )
        for each in found
    )
    count()


def count() -> None:
    """Write on each line how many below serve it, how many may, and whether anybody below could at all."""
    decided = list(Alignment.objects.values_list("lower", "upper", "verdict"))
    known = {(lower, upper) for lower, upper, _verdict in decided}
    served = Counter(upper for _lower, upper, verdict in decided if verdict == Alignment.CONFIRMED)
    pairs = Proposal.objects.values_list("lower__key", "upper__key")
    proposed = Counter(upper for lower, upper in pairs if (lower, upper) not in known)
    today = clock.today()
    lying_in = {code for place in Work.objects.values_list("place", flat=True).distinct()
                for code in levels.above(place, today)}  # fmt: skip
    changed = []
    for line in Line.objects.only("pk", "key", "served", "proposed", "expects", "place", "whole"):
        now = (served[line.key], proposed[line.key], line.place in lying_in and line.whole_id is None)
        if (line.served, line.proposed, line.expects) != now:
            line.served, line.proposed, line.expects = now
            changed.append(line)
    Line.objects.bulk_update(changed, ["served", "proposed", "expects"], batch_size=200)
