"""The leader's page for programs: the same parts, figures, rows and tables."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from kechuang.casework.briefing import asking, telling, views
from kechuang.casework.briefing.asking import READ
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, StateOut
from kechuang.web.permissions import actor_of

router = Router()


class BriefRowOut(Schema):
    """One thing behind a figure."""

    title: str
    url: str
    who: str
    note: str
    state: StateOut | None
    on: str | None


class BriefLineOut(Schema):
    """One figure: its value now and on the day compared with, the address of its list, its first rows."""

    code: str
    label: str
    value: int
    before: int | None
    url: str
    rows: list[BriefRowOut]


class BriefCellOut(Schema):
    """One count of a table and the address of its list."""

    head: str
    value: int
    url: str


class BriefGridRowOut(Schema):
    """One row of a table of counts."""

    name: str
    url: str
    cells: list[BriefCellOut]


class BriefPartOut(Schema):
    """One part of the page."""

    code: str
    label: str
    lines: list[BriefLineOut]
    grid: list[BriefGridRowOut]


class BriefOut(Schema):
    """The page: place, day, the day compared with, its parts."""

    place: str
    on: str
    since: str
    parts: list[BriefPartOut]


class SeenIn(Schema):
    """The place that was looked at."""

    place: str = ""


class SeenOut(Schema):
    """The place and the day from which on what turns is news."""

    place: str
    on: str


@router.get("/", auth=Needs(READ), response=BriefOut, summary="What needs a leader today")
def give_brief(request: HttpRequest, place: str = "", since: str = "") -> dict[str, Any]:
    """Give the page of a place in reach; ``since`` (a day) is the day compared with."""
    wanted = asking.read(request, place, since)
    if wanted.fault:
        raise RefusedError(wanted.fault.refusal)
    asked = wanted.asked
    return {
        "place": asked.place,
        "on": asked.today.isoformat(),
        "since": asked.since.isoformat(),
        "parts": [_part(part) for part in telling.parts(asked)],
    }


def _part(part: telling.Part) -> dict[str, Any]:
    return {
        "code": part.code,
        "label": str(part.label),
        "lines": [_line(line) for line in part.lines],
        "grid": [
            {
                "name": row.name,
                "url": row.url,
                "cells": [
                    {"head": str(head), "value": count, "url": url}
                    for head, (count, url) in zip(grid.heads, row.cells, strict=True)
                ],
            }
            for grid in part.grids
            for row in grid.rows
        ],
    }


def _line(line: Any) -> dict[str, Any]:  # noqa: ANN401 - a line
    named = {name: getattr(line, name) for name in ("code", "value", "before", "url")}
    return {**named, "label": str(line.label), "rows": [_row(row) for row in line.rows]}


def _row(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    state = StateOut(code=row.state.code, word=str(row.state.word)) if row.state else None
    day = row.on.isoformat() if isinstance(row.on, date) else None
    return {"title": row.title, "url": row.url, "who": row.who, "note": row.note, "state": state, "on": day}


@router.post("/seen", auth=Needs(READ), response=SeenOut, summary="Say that a place's page was seen")
def say_seen(request: HttpRequest, wanted: SeenIn) -> dict[str, str]:
    """Note that the caller has seen the page of a place today."""
    place = asking.place_of(actor_of(request), wanted.place, clock.today())
    row = views.keep(request, place)
    return {"place": row.place, "on": row.on.isoformat()}
