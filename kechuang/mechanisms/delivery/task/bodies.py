"""Bodies by name: as offices write them, as documents word them, and which of them may be given tasks."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.mechanisms.delivery.task.rules.moves import ANSWER, DECIDE, PLAN
from kechuang.policy.works import regional
from kechuang.web.accounts.models import Body, BodyName, Succession
from kechuang.web.permissions import Actor, Held, holding

MOST = 400
SEPARATORS = re.compile(r"[、，,；;\n]+")
_MARKS = re.compile(r"（演示）|\(demo\)|\s|[·・]")
_LEVELS = ("省", "市", "县", "区", "州")
_SHORT = 3


def plain(name: str) -> str:
    """Give a name without marks and blanks, for comparing."""
    return _MARKS.sub("", name)


def split(text: str) -> tuple[str, ...]:
    """Give the names in a cell or a field."""
    return tuple(name.strip() for name in SEPARATORS.split(text) if name.strip())


def offices(actor: Actor, on: date) -> list[Body]:
    """Give the offices for which an actor may give tasks."""
    mine = [held.body for held in holding(actor, PLAN, on=on)]
    return list(Body.objects.filter(pk__in=mine).exclude(authority="").order_by("name"))


def candidates() -> list[Body]:
    """Give the offices that may be given tasks, to choose from by name (one query)."""
    rows = Body.objects.filter(valid_to__isnull=True).exclude(authority="")
    return list(rows.order_by("place", "name")[:MOST])


def found(names: Iterable[str]) -> dict[str, Body]:
    """Give the bodies that bear names, or codes, exactly; a name that two bodies bear names none (one query)."""
    wanted = set(names)
    rows = Body.objects.filter(Q(name__in=wanted) | Q(code__in=wanted), valid_to__isnull=True)
    known: dict[str, list[Body]] = {}
    for body in rows:
        for name in {body.name, body.code} & wanted:
            known.setdefault(name, []).append(body)
    return {name: each[0] for name, each in known.items() if len(each) == 1}


def duties(actor: Actor, body: UUID | None, on: date) -> list[Held]:
    """Give the duties by which an actor decides what was asked of a body: those held in that very body."""
    if body is None:
        return []
    every = (held for code in (ANSWER, PLAN, DECIDE) for held in holding(actor, code, on=on))
    return list(dict.fromkeys(held for held in every if held.body == body))


def todays(names: Iterable[str], place: str, on: date) -> dict[str, tuple[str, ...]]:
    """Give the bodies of this node that owe today what was laid on bodies of before: names that have ended, or changed.

    By the successions of this node, then by the table of reforms (three queries).
    """
    wanted = list(names)
    gone = dict(Body.objects.filter(name__in=wanted, valid_to__isnull=False).values_list("pk", "name"))
    after = {each.body_id: each.successors for each in Succession.objects.filter(body__in=gone, done=True)}
    proposals, resolver = Proposals(candidates()), regional.resolver(place)
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for pk, name in gone.items():
        successors = [UUID(str(each)) for each in after.get(pk, [])]
        found[name] += [proposals.bodies[each].name for each in successors if each in proposals.bodies]
    for name in wanted:
        meant = [name, *(each for group in resolver.resolve(name, None, on).today for each in group)]
        near = [body.name for each in meant if (body := proposals.propose(each))]
        found[name] += near
    return {name: tuple(dict.fromkeys(each)) for name, each in found.items()}


class Proposals:
    """Proposes bodies for the words of a document: the same name, a name of before, or the only one that holds it."""

    def __init__(self, known: Sequence[Body]) -> None:
        self.known = list(known)
        self.by_name: dict[str, set[UUID]] = {}
        for body in known:
            self.by_name.setdefault(plain(body.name), set()).add(body.pk)
        for pk, name in BodyName.objects.filter(body__in=known).values_list("body_id", "name"):
            self.by_name.setdefault(plain(name), set()).add(pk)
        self.bodies = {body.pk: body for body in known}

    def propose(self, words: str) -> Body | None:
        """Give the body that words mean; None where none or several fit."""
        wanted = plain(words)
        exact = self.by_name.get(wanted, set())
        if len(exact) == 1:
            return self.bodies[next(iter(exact))]
        core = wanted[1:] if wanted[:1] in _LEVELS else wanted
        if exact or len(core) < _SHORT:
            return None
        near = {pk for name, bodies in self.by_name.items() if core in name for pk in bodies}
        return self.bodies[next(iter(near))] if len(near) == 1 else None


def is_division(code: str, on: date) -> bool:
    """Say whether a code is a division on a day."""
    try:
        places.division(code, on)
    except PlaceError:
        return False
    return True
