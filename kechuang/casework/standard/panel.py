"""What the case page shows of corrections, opinions, reminders, objections and recommendation: calmly, newest first."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kechuang.casework import standing
from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.standard import declare, loading
from kechuang.casework.standard.facts import Objector
from kechuang.casework.standard.models import Correction, Endorsement, Nomination, ObjectionRaised, Opinion, Reminder
from kechuang.casework.standard.rules.recommending import LEVELS, whose
from kechuang.ledger import read as ledger
from kechuang.web import clock
from kechuang.web.parts import DONE, GOING, IDLE, RISK, VOID, State, Step
from kechuang.web.permissions import Actor, actor_of

ANSWER_TONES = {"agree": DONE, "changes": GOING, "disagree": RISK, "": IDLE}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file beside a line: its name and where it opens."""

    name: str
    url: str


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give what stands on the page of a case; None for a kind that declares nothing, or where nothing happened yet."""
    if case.kind not in declare.DECLARED:
        return None
    actor = actor_of(request)
    groups = standing.readable_groups(case, actor, clock.today())
    inside = "authority" in groups
    shown: dict[str, Any] = {
        "corrections": _corrections(case) if "parties" in groups else [],
        "opinions": _opinions(case, actor, inside=inside),
        "reminders": list(Reminder.objects.filter(case=case).order_by("-pk")),
        "objections": _objections(case, groups) if "parties" in groups else [],
        "chain": _chain(case, actor, inside=inside) if "parties" in groups else None,
        "inside": inside,
    }
    filled = any(value for name, value in shown.items() if name != "inside")
    return {"panel": shown} if filled else None


def papers_of(names: list[str]) -> list[Paper]:
    """Give the files of a row by name and address."""
    rows = StoredFile.objects.filter(pk__in=names) if names else ()
    return [Paper(row.title or row.name, _file_url(row)) for row in rows]


def _file_url(row: StoredFile) -> str:
    try:
        return reverse("files:file", args=[row.pk])
    except NoReverseMatch:
        return ""


def _corrections(case: Case) -> list[dict[str, Any]]:
    rows = Correction.objects.filter(case=case).order_by("-pk")
    return [{"row": row, "papers": papers_of(row.files), "open": row.ended_on is None} for row in rows]


def _opinions(case: Case, actor: Actor, *, inside: bool) -> list[dict[str, Any]]:
    """Give all opinions to the authority; to a body that was asked, its own."""
    rows = Opinion.objects.filter(case=case).select_related("body").order_by("-asked_on", "pk")
    mine = {held.body for held in actor.grants}
    words = {
        "": _("still owed"),
        "agree": _("agrees"),
        "changes": _("agrees with changes"),
        "disagree": _("disagrees"),
    }
    return [
        {
            "row": row,
            "state": State(words[row.answer], ANSWER_TONES[row.answer], row.answer or "owed"),
            "papers": papers_of(row.files),
        }
        for row in rows
        if inside or row.body_id in mine
    ]


def _objections(case: Case, groups: frozenset[str]) -> list[dict[str, Any]]:
    inside = "authority" in groups
    rows = list(ObjectionRaised.objects.filter(case=case).select_related("body").order_by("-pk"))
    persons = _objectors(case, rows) if "personal" in groups else {}
    return [
        {
            "row": row,
            "who": (row.body.name if row.body else _("a member of the public")) if inside else "",
            "reason": row.reason if inside else "",
            "person": persons.get(row.pk, ""),
            "papers": papers_of(row.files) if inside else [],
            "state": _decided(row),
        }
        for row in rows
    ]


def _objectors(case: Case, rows: list[ObjectionRaised]) -> dict[int, str]:
    """Give who objected from the public, as far as they said and it is not erased (two queries where anybody did)."""
    named = [row.pk for row in rows if row.named][::-1]
    if not named:
        return {}
    said = [fact for fact in ledger.of_case(f"{case.authority}/case/{case.pk}") if fact.type == Objector.TYPE]
    values = ledger.readable_many(said, {"personal"})
    return {
        pk: " · ".join(filter(None, (each.get("name"), each.get("contact"))))
        for pk, each in zip(named, values, strict=True)
    }


def _decided(row: ObjectionRaised) -> State:
    if row.decided_on is None:
        return State(_("being decided"), GOING)
    if row.upheld is None:
        return State(_("ended with the case"), VOID)
    return State(_("upheld") if row.upheld else _("rejected"), DONE)


def _chain(case: Case, actor: Actor, *, inside: bool) -> dict[str, Any] | None:
    """Give the levels of the round with what each did; a level below another never reads the upper one's words."""
    row = Nomination.objects.filter(case=case).select_related("round").first()
    if row is None:
        return None
    levels = list(row.round.levels)
    steps = [
        Step(label=level_word(level), current=not row.ended and at == row.at, done=at < row.at)
        for at, level in enumerate(levels)
    ]
    steps.append(Step(label=_("office of the round"), current=row.arrived and not row.ended))
    done = Endorsement.objects.filter(case=case).order_by("-pk")
    top = _top(actor)
    shown = (
        [each for each in done if LEVELS.index(each.level) <= top or each.level == "unit"] if not row.arrived else done
    )
    return {
        "row": row,
        "steps": steps,
        "done": [(each, level_word(each.level), result_word(each.result)) for each in shown],
        "quota": _quota(case, row) if inside else None,
    }


def _top(actor: Actor) -> int:
    """Give the widest level that an actor stands on."""
    from kechuang.casework.standard.reach import level_of  # noqa: PLC0415 - beside its only use

    return max((level_of(held.place) for held in actor.grants), default=0)


def _quota(case: Case, row: Nomination) -> tuple[int, int] | None:
    """Give how many places of the level's quota are filled, and how many there are."""
    if not row.level:
        return None
    quota = loading.quota_of(row.round, row.level)
    mine = whose(row.level, case.place, case.holder_id)
    used = Endorsement.objects.filter(round=row.round, level=row.level, whose=mine, counts=True).count()
    return (used, quota) if quota is not None else None


def level_word(level: str) -> str:
    """Give a level's name."""
    message = f"casework.level.{level}"
    return _(message)


def result_word(result: str) -> str:
    """Give the name of what a level did."""
    message = f"casework.result.{result}"
    return _(message)
