"""What the ledger holds for the open data: months with facts of the market, and the facts of their cases.

Releases are made anew from the public groups of facts whenever they are asked, so that nothing in them can differ from
the ledger. A package reads the cases of a month by the index over type and moment of recording.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse

from kechuang.ledger import read
from kechuang.ledger.leaf import moment_text
from kechuang.ledger.models import Entry
from kechuang.mechanisms.market.notice import queries as notices
from kechuang.mechanisms.market.ocds.releases import FOLLOWING, TYPES, of_case
from kechuang.mechanisms.market.ocds.values import CODE_LENGTH, Setting, Told
from kechuang.web import clock, divisions
from kechuang.web.accounts.models import Body
from kechuang.web.accounts.names import names_on

CASES_A_PACKAGE = 1000
CHUNK = 200
FIRST_YEAR = 1990
BODY, SIDES = "body/", ("seller", "buyer")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of China."""

    year: int
    month: int

    @property
    def code(self) -> str:
        """How it is written in addresses: 2026-03."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first moment and the first after it."""
        after = (self.year + self.month // 12, self.month % 12 + 1)
        begins = datetime(self.year, self.month, 1, tzinfo=clock.CHINA)
        return begins, datetime(*after, 1, tzinfo=clock.CHINA)


def read_month(text: str) -> Month | None:
    """Read a month; None for what is none."""
    found = _MONTH.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) < 9999:
        return None
    return Month(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of one month: how many facts of the market, of how many cases."""

    month: Month
    facts: int
    cases: int


def years() -> list[int]:
    """Give the years with facts of the market, newest first, from the first to the last (two index reads a type)."""
    moments = [
        row.recorded_at.astimezone(clock.CHINA).year
        for code in TYPES
        for rows in (Entry.objects.filter(type=code),)
        for row in (rows.order_by("recorded_at", "log", "seq").first(), rows.order_by("-recorded_at").first())
        if row is not None
    ]
    return list(range(max(moments), min(moments) - 1, -1)) if moments else []


def months(year: int) -> list[Held]:
    """Give the months of a year that have facts of the market, newest first (one query)."""
    begins, ends = datetime(year, 1, 1, tzinfo=clock.CHINA), datetime(year + 1, 1, 1, tzinfo=clock.CHINA)
    rows = (
        Entry.objects.filter(type__in=TYPES, recorded_at__gte=begins, recorded_at__lt=ends)
        .annotate(month=TruncMonth("recorded_at", tzinfo=clock.CHINA))
        .values("month")
        .annotate(facts=Count("id"), cases=Count("case", distinct=True))
        .order_by("-month")
    )
    return [Held(Month(row["month"].year, row["month"].month), row["facts"], row["cases"]) for row in rows]


def prefix() -> str:
    """Give the node's ocid prefix."""
    return str(settings.KECHUANG_OCID_PREFIX)


def setting(base: str) -> Setting:
    """Give what mapping needs beside the facts. ``base`` is the node's address, with scheme and no slash at the end."""

    def page(kind: str, case: str) -> str:
        identifier = UUID(case.rpartition("/")[2])
        if kind == "notice":
            return base + notices.public_url(identifier)
        names = {
            "lot": "market_auction:lot",
            "listing": "market_listing:published-one",
            "contract": "market_contract:certificate",
        }
        return base + reverse(names[kind], args=[identifier])

    def place(code: str) -> str:
        return divisions.name(code) if code else ""

    return Setting(prefix=prefix(), place=place, page=page)


def told(entries: Sequence[Entry]) -> list[Told]:
    """Give entries as everybody may read them; a body that a fact refers to is named as on its day (two queries)."""
    values: list[dict[str, Any]] = read.readable_many(entries, {"public"})
    referring = [
        (each, found, side)
        for each, found in zip(entries, values, strict=True)
        for side in SIDES
        if str(found.get(side, "")).startswith(BODY)
    ]
    known = Body.objects.in_bulk([found[side].removeprefix(BODY) for _each, found, side in referring])
    bodies = {f"{BODY}{key}": body for key, body in known.items()}
    days = [(bodies[found[side]], each.on) for each, found, side in referring if found[side] in bodies]
    then = names_on(days) if days else {}
    for each, found, side in referring:
        body = bodies.get(found[side])
        if body is not None:
            code = body.code if len(body.code) == CODE_LENGTH else ""
            found[side] = f"{then[body.pk, each.on]} {code}".strip()
    return [
        Told(
            id=each.id,
            type=each.type,
            case=each.case,
            recorded_at=moment_text(each.recorded_at),
            on=each.on,
            values=found,
        )
        for each, found in zip(entries, values, strict=True)
    ]


def cases_of(month: Month, page: int) -> tuple[list[str], bool]:
    """Give a page of the cases with facts in a month, and whether there are more (one query)."""
    begins, ends = month.span
    rows = Entry.objects.filter(type__in=TYPES, recorded_at__gte=begins, recorded_at__lt=ends).exclude(case="")
    start = (page - 1) * CASES_A_PACKAGE
    found = list(rows.order_by("case").values_list("case", flat=True).distinct()[start : start + CASES_A_PACKAGE + 1])
    return found[:CASES_A_PACKAGE], len(found) > CASES_A_PACKAGE


def of_cases(cases: Sequence[str], known: Setting) -> dict[str, list[dict[str, Any]]]:
    """Give the releases of cases, each oldest first (three queries for every 200 cases)."""
    found: dict[str, list[dict[str, Any]]] = {}
    wanted = Q(type__in=(*TYPES, *FOLLOWING))
    for at in range(0, len(cases), CHUNK):
        entries = list(Entry.objects.filter(wanted, case__in=cases[at : at + CHUNK]).order_by("case", "log", "seq"))
        gathered: dict[str, list[Told]] = {}
        for each in told(entries):
            gathered.setdefault(each.case, []).append(each)
        found |= {case: rows for case, facts in gathered.items() if (rows := of_case(facts, known))}
    return found


def in_month(releases: Sequence[dict[str, Any]], month: Month) -> list[dict[str, Any]]:
    """Give those releases that were recorded in a month."""
    begins, ends = month.span
    return [each for each in releases if begins <= datetime.fromisoformat(each["date"]) < ends]
