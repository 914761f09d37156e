"""Tables taken in, for programs: upload, read the report, put right, agree."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from kechuang.casework.imports import acting, intake, report
from kechuang.casework.imports.column import UNITS
from kechuang.casework.imports.desks import desk
from kechuang.casework.imports.lists import UPLOADS, uploads
from kechuang.casework.imports.models import REFUSED, Upload
from kechuang.casework.imports.registry import INSERT, ImportKind, usable
from kechuang.casework.imports.stored import refusal_of
from kechuang.casework.imports.views import USE, desk_for, kind_of, upload_of
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, list_endpoint
from kechuang.web.permissions import actor_of
from kechuang.web.refusals import sentence

router = Router()
MOST_ROW = 2_000_000_000


class ColumnOut(Schema):
    """A column that a table may hold."""

    code: str
    label: str
    kind: str
    needed: bool
    filled_from: list[str]
    also_known_as: list[str]
    unit: str | None


class TableOut(Schema):
    """A kind of table that the caller may take in, and how."""

    code: str
    label: str
    modes: list[str]
    columns: list[ColumnOut]


class PlacedOut(Schema):
    """Where a column of the register stands in the table (0 is the first), and why that was thought."""

    column: str
    at: int
    head: str
    unit: str
    reason: str


class FilledOut(Schema):
    """What was filled in, in how many rows, from where, as of which day."""

    column: str
    rows: int
    source: str
    as_of: str | None


class FaultOut(Schema):
    """One fault: row as the sheet counts it, column, what stands there, why it cannot stay, what to do."""

    row: int
    column: str
    head: str
    value: str
    code: str
    says: str
    remedy: str
    suggestions: list[str]


class ReportOut(Schema):
    """What was found in a table. ``digest`` names what would be agreed to; rows and faults are counts by kind."""

    id: str
    kind: str
    mode: str
    state: str
    name: str
    total: int
    done: int
    rows: dict[str, int]
    faults: dict[str, int]
    digest: str
    edition: int
    columns: list[PlacedOut]
    filled: list[FilledOut]
    notes: list[str]
    refused: str


class FaultsOut(Schema):
    """Some faults, and where the next ones begin."""

    items: list[FaultOut]
    next: str


class CellIn(Schema):
    """A corrected cell."""

    row: int = Field(ge=1, le=MOST_ROW)
    column: str = Field(max_length=48)
    value: str = Field(max_length=32_767)


class CellsIn(Schema):
    """Corrected cells; ``edition`` is that of the report they are based on."""

    edition: int = Field(ge=0, le=MOST_ROW)
    cells: list[CellIn] = Field(max_length=acting.MOST_CORRECTED)


class PlaceIn(Schema):
    """Where a column stands in the table, and the unit of an amount."""

    at: int = Field(ge=0, le=200)
    unit: str = ""


class ColumnsIn(Schema):
    """Where each column stands; a column that is not named is not in the table."""

    columns: dict[str, PlaceIn]


class AgreeIn(Schema):
    """What is agreed to: the digest of the report."""

    digest: str = Field(max_length=64)


class GivenIn(Schema):
    """How a table is taken in. ``declared`` confirms that it holds no secrets."""

    mode: str = INSERT
    declared: bool = False


class FaultsAsked(Schema):
    """Which faults are asked for."""

    after: str = Field("", max_length=40)
    group: str = Field("", max_length=12)


list_endpoint(router, "/", UPLOADS, lambda request: uploads(actor_of(request)), permission=USE)


@router.get("/tables", auth=Needs(USE), response=list[TableOut], summary="Tables that can be taken in")
def tables(request: HttpRequest) -> list[TableOut]:
    """Give the kinds of tables that the caller may take in, with their columns."""
    return [_table(kind) for kind in usable(actor_of(request), clock.today())]


def _table(kind: ImportKind) -> TableOut:
    columns = [
        ColumnOut(
            code=column.code,
            label=gettext(column.label),
            kind=column.kind,
            needed=column.needed,
            filled_from=list(column.derived),
            also_known_as=list(column.aliases),
            unit=column.unit if column.kind == "amount" else None,
        )
        for column in kind.columns
    ]
    return TableOut(code=kind.code, label=str(kind.label), modes=list(kind.modes), columns=columns)


@router.post("/tables/{kind}", auth=Needs(USE), response={201: ReportOut}, summary="Upload a table")
def take(request: HttpRequest, kind: str, given: Form[GivenIn], file: File[UploadedFile | None] = None) -> Status:
    """Take a table and check it; nothing is written. The first of the caller's offices takes it in."""
    table, offices = kind_of(request, kind)
    if file is None:
        raise RefusedError(Refusal("imports.no_file", place="file"), status=422)
    if not given.declared:
        raise RefusedError(Refusal("imports.not_declared", place="declared"), status=422)
    if given.mode not in table.modes:
        raise RefusedError(Refusal("imports.no_such_mode", {"modes": ", ".join(table.modes)}, place="mode"), status=422)
    here = desk(table, actor_of(request), offices[0], given.mode)
    if here is None:
        raise Http404
    found = intake.take(table, intake.Given(file, file.name or "", file.size or 0), here)
    if isinstance(found, Refusal):
        raise RefusedError(found, status=422)
    acting.begin(found)
    return Status(201, _report(found, table))


@router.get("/{identifier}", auth=Needs(USE), response=ReportOut, summary="The report on a table")
def read(request: HttpRequest, identifier: UUID) -> ReportOut:
    """Give what was found in a table, or how far the work on it is."""
    return _report(*upload_of(request, identifier))


def _report(row: Upload, kind: ImportKind) -> ReportOut:
    row.refresh_from_db()
    known = row.layout.get("first") is not None
    return ReportOut(
        id=str(row.pk),
        kind=row.kind,
        mode=row.mode,
        state=row.state,
        name=row.name,
        total=row.total,
        done=row.done,
        rows=row.counts.get("rows", {}),
        faults=row.counts.get("faults", {}),
        digest=row.digest,
        edition=row.edition,
        columns=[
            PlacedOut(column=code, at=each["at"], head=each["head"], unit=each["unit"], reason=each["reason"])
            for code, each in row.mapping.items()
        ],
        filled=[
            FilledOut(
                column=each["column"],
                rows=each["rows"],
                source=each["source"],
                as_of=each["on"].isoformat() if each["on"] else None,
            )
            for each in report.filled_of(row, kind)
        ],
        notes=report.notes_of(row, kind) if known else [],
        refused=sentence(refusal_of(row.fault)) if row.fault else "",
    )


@router.get("/{identifier}/faults", auth=Needs(USE), response=FaultsOut, summary="The faults of a table")
def faults(request: HttpRequest, identifier: UUID, asked: Query[FaultsAsked]) -> FaultsOut:
    """Give at most 50 faults behind a place in the list."""
    row, kind = upload_of(request, identifier)
    here = desk_for(request, row, kind)
    found, more = report.faults_page(row, group=asked.group.replace("\x00", ""), after=asked.after)
    shown = [report.show_fault(row, kind, each, here) for each in found]
    items = [
        FaultOut(
            row=each.number,
            column=each.column,
            head=each.label,
            value=each.raw,
            code=each.code,
            says=each.says,
            remedy=each.remedy,
            suggestions=list(each.suggestions),
        )
        for each in shown
    ]
    return FaultsOut(items=items, next=more)


@router.get("/{identifier}/rows", auth=Needs(USE), response=list[dict[str, Any]], summary="Rows refused while writing")
def rows(request: HttpRequest, identifier: UUID) -> list[dict[str, Any]]:
    """Give the rows that the gateway refused, with its sentence."""
    row, _kind = upload_of(request, identifier)
    refused = row.lines.filter(state=REFUSED).order_by("number")[:500]
    return [{"row": each.number, "says": sentence(refusal_of(each.refusal))} for each in refused]


@router.put("/{identifier}/columns", auth=Needs(USE), response=ReportOut, summary="Say which column is which")
def columns(request: HttpRequest, identifier: UUID, given: ColumnsIn) -> ReportOut:
    """Put the columns right, remember them for the office, and check anew."""
    row, kind = upload_of(request, identifier)
    heads = {at for at, _parts in row.layout.get("heads", [])}
    known = {column.code for column in kind.columns}
    chosen: dict[str, int | None] = {
        code: each.at for code, each in given.columns.items() if code in known and each.at in heads
    }
    units = {code: each.unit for code, each in given.columns.items() if each.unit in UNITS}
    _raised(acting.choose_columns(row, kind, chosen, units))
    return _report(row, kind)


@router.patch("/{identifier}/cells", auth=Needs(USE), response=ReportOut, summary="Correct cells")
def cells(request: HttpRequest, identifier: UUID, given: CellsIn) -> ReportOut:
    """Correct cells and check their rows again."""
    row, kind = upload_of(request, identifier)
    desk_for(request, row, kind)
    known = {column.code for column in kind.columns}
    row.edition = given.edition
    wanted = {(each.row, each.column): each.value.replace("\x00", "") for each in given.cells if each.column in known}
    changed = acting.correct(row, wanted)
    _raised(changed if isinstance(changed, Refusal) else None)
    return _report(row, kind)


@router.post("/{identifier}/agree", auth=Needs(USE), response=ReportOut, summary="Agree and write")
def agree(request: HttpRequest, identifier: UUID, given: AgreeIn) -> ReportOut:
    """Write what was checked. A repeat gives the same report."""
    row, kind = upload_of(request, identifier)
    desk_for(request, row, kind)
    person = actor_of(request).person
    if person is None:
        raise Http404
    _raised(acting.agree(row, given.digest, by=person))
    return _report(row, kind)


@router.post("/{identifier}/cancel", auth=Needs(USE), response=ReportOut, summary="Stop the work on a table")
def cancel(request: HttpRequest, identifier: UUID) -> ReportOut:
    """Stop reading or writing; what has been written stays."""
    row, kind = upload_of(request, identifier)
    acting.cancel(row)
    return _report(row, kind)


@router.post("/{identifier}/resume", auth=Needs(USE), response=ReportOut, summary="Go on with the work on a table")
def resume(request: HttpRequest, identifier: UUID) -> ReportOut:
    """Go on behind the last whole chunk."""
    row, kind = upload_of(request, identifier)
    _raised(acting.resume(row))
    return _report(row, kind)


@router.delete("/{identifier}", auth=Needs(USE), response={204: None}, summary="Throw a table away")
def drop(request: HttpRequest, identifier: UUID) -> Status:
    """Throw an upload away; what was written stays."""
    row, _kind = upload_of(request, identifier)
    acting.drop(row)
    return Status(204, None)


def _raised(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise RefusedError(refusal)
