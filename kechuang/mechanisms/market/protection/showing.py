"""A case of protection for its parties and offices; and the counts that everybody may read."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.mechanisms.market.protection import queries, wording
from kechuang.mechanisms.market.protection.models import Protection
from kechuang.mechanisms.market.protection.rules import law
from kechuang.mechanisms.market.protection.rules.moves import PROTECTION
from kechuang.mechanisms.market.protection.rules.requests import KINDS, OUTCOMES, WAYS
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import divisions
from kechuang.web.parts import Fact, Step

OURS = "kechuang-design"
WAY = ("REPORTED", "ROUTED", "ACCEPTED", "CONCLUDED")


def steps(case: Case) -> list[Step]:
    """Give the steps of a case, done and to come; nothing for one that ended elsewhere."""
    way = ("REPORTED", "HANDED_OVER", "CONCLUDED") if case.state == "HANDED_OVER" else WAY
    if case.state not in way:
        return []
    here = way.index(case.state)
    return [
        Step(label=words.state(PROTECTION.kind, code).word, current=at == here, done=at < here)
        for at, code in enumerate(way)
    ]


def context(row: Protection) -> dict[str, Any]:
    """Give everything of a case (three queries)."""
    case = row.case
    found = [
        Fact(term=_("What it is about"), value=wording.word("kind", row.kind)),
        Fact(term=_("Kind of right"), value=wording.word("right", row.right)),
        Fact(term=_("Number of the right"), value=row.number),
        Fact(term=_("Who reports"), value=case.holder.name if case.holder else ""),
        Fact(term=_("Against whom"), value=row.respondent),
        Fact(term=_("Credit code of the other side"), value=row.respondent_code),
        Fact(term=_("Where it happened"), value=divisions.name(row.happened_at) if row.happened_at else ""),
        Fact(term=_("Country, where it happened abroad"), value=row.country),
        Fact(term=_("Known since"), value=row.since),
        Fact(term=_("Person to ask"), value=f"{row.contact_name} {row.contact_phone}"),
        Fact(term=_("Which way it goes"), value=wording.word("way", row.way) if row.way else ""),
        Fact(term=_("What came of it"), value=wording.word("outcome", row.outcome) if row.outcome else ""),
        Fact(term=_("Case ended on"), value=row.ended_on),
        Fact(term=_("Why it was not taken"), value=wording.word("reason", row.reason) if row.reason else ""),
    ]
    routings = [
        {
            "on": each.on,
            "way": wording.word("way", each.way),
            "to": each.to.name if each.to else each.outside,
            "text": each.text,
            "answer": wording.word("reason", each.answer) if each.answer else "",
            "answer_text": each.answer_text,
            "answered_on": each.answered_on,
        }
        for each in row.routings.select_related("to").order_by("pk")
    ]
    return {
        "row": row,
        "steps": steps(case),
        "facts": [each for each in found if each.value not in {"", None}],
        "routings": routings,
        "result": row.result,
        "result_url": reverse("casework:case", args=[row.result_id]) if row.result_id else "",
        "frozen": row.froze,
    }


def tallies(on: date) -> list[dict[str, Any]]:
    """Give the counts by province and year; a number below the rule's least is not told apart (two queries)."""
    book, rows = Law(rulebook.current()), []
    for (place, year), counter in sorted(
        queries.counts().items(), key=lambda each: (each[0][1], each[0][0]), reverse=True
    ):
        least = law.smallest_count(book, place, on)
        cells = [
            (wording.word(group, code), _shown(counter[f"{group}:{code}"], least))
            for group, codes in (("kind", KINDS), ("way", WAYS), ("outcome", OUTCOMES))
            for code in codes
        ]
        shown = [each for each in cells if each[1] != "0" and counter["all"] >= least]
        whole = _shown(counter["all"], least)
        rows.append({"place": divisions.name(place), "code": place, "year": year, "all": whole, "cells": shown})
    return rows


def _shown(count: int, least: int) -> str:
    return f"< {least}" if 0 < count < least else str(count)


def routes(place: str, on: date) -> list[dict[str, Any]]:
    """Give which ways are open to each kind of case at a place, with the rule."""
    book, found = Law(rulebook.current()), []
    for code in KINDS:
        ways, rule = law.ways(book, place, on, code)
        found.append(
            {
                "kind": wording.word("kind", code),
                "ways": [wording.word("way", each) for each in ways],
                "confidence": str(rule.confidence or ""),
                "source": rule.source,
                "said": _("our design") if rule.source == OURS else rule.source,
                "clause": rule.clause,
            }
        )
    return found
