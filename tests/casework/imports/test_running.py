"""Work that is cut off anywhere goes on behind the last whole chunk, and gives what it would have given."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from kechuang.casework.imports import acting, handing, intake, registry, running, wiring
from kechuang.casework.imports.desks import desk
from kechuang.casework.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    WRITING,
    WRITTEN,
    CellFault,
    Line,
    Remembered,
    Upload,
)
from kechuang.ledger.models import Entry
from kechuang.resources.organisations.importing import ORGANISATIONS, check, write
from kechuang.resources.organisations.models import Organisation
from kechuang.web import clock
from tests.casework.imports.conftest import HEADS, firms, workbook

ROWS = 10


class Killed(BaseException):
    """The process ended here."""


class Fate:
    """Ends the process at the n-th call: before checking a chunk, or after the gateway has written one."""

    def __init__(self, at: int) -> None:
        self.left = at

    def check(self, rows, here):
        self._count()
        check(rows, here)

    def write(self, rows, here):
        outcomes = write(rows, here)
        self._count()
        return outcomes

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


@pytest.fixture
def office(registry, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 3)
    yield registry
    registry_of("organisations", ORGANISATIONS)


def registry_of(code, kind) -> None:
    registry.register(replace(kind, code=code))


def taken(office, rows) -> Upload:
    kind = registry.KINDS["organisations"]
    file = workbook([HEADS, *rows])
    here = desk(kind, office.officer, office.office, "insert")
    return intake.take(kind, intake.Given(file, "t.xlsx", len(file.getvalue())), here)


def rows_with_faults() -> list[list]:
    rows = firms(ROWS)
    rows[2][1] = "91330106MA00000000"
    rows[7][1] = rows[4][1]
    return rows


def report(upload: Upload) -> list:
    lines = list(Line.objects.filter(upload=upload).order_by("number").values_list("number", "cells", "state", "key"))
    faults = CellFault.objects.filter(upload=upload).order_by("number")
    return [lines, list(faults.values_list("number", "column", "code", "values")), upload.counts]


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_check_that_is_cut_off_anywhere_gives_the_same_report(office, at):
    whole = taken(office, rows_with_faults())
    acting.begin(whole)
    registry.register(replace(ORGANISATIONS, check=Fate(at).check))
    cut = taken(office, rows_with_faults())

    with pytest.raises(Killed):
        acting.begin(cut)
    cut.refresh_from_db()
    before = (cut.state, Line.objects.filter(upload=cut).count())
    acting.resume(cut)

    assert before == (CHECKING, 3 * (at - 1))
    assert (cut.state, report(cut)) == (CHECKED, report(whole))


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_writing_that_is_cut_off_after_the_gateway_wrote_writes_nothing_twice(office, at):
    upload = taken(office, firms(ROWS))
    acting.begin(upload)
    registry.register(replace(ORGANISATIONS, write=Fate(at).write))

    with pytest.raises(Killed):
        acting.agree(upload, upload.digest, by=office.officer.person)
    upload.refresh_from_db()
    before = (upload.state, Organisation.objects.count())
    acting.resume(upload)

    assert before == (WRITING, 3 * at)
    assert (upload.state, upload.counts["rows"]) == (WRITTEN, {"DONE": ROWS})
    assert (Organisation.objects.count(), Entry.objects.count()) == (ROWS, ROWS)


def test_the_nodes_round_takes_up_what_a_killed_process_left(office):
    upload = taken(office, firms(ROWS))
    registry.register(replace(ORGANISATIONS, check=Fate(2).check))
    with pytest.raises(Killed):
        acting.begin(upload)

    early = running.resume_stale(clock.now())
    Upload.objects.update(beat_at=clock.real_now() - timedelta(seconds=100))
    late = running.resume_stale(clock.now())

    upload.refresh_from_db()
    assert (early, late, upload.state, upload.counts["rows"]) == (0, 1, CHECKED, {"READY": ROWS})


def test_a_runner_that_has_been_replaced_touches_nothing_more(office):
    upload = taken(office, firms(ROWS))
    acting.begin(upload)

    running.work(upload.pk.hex, "another runner")

    upload.refresh_from_db()
    assert upload.state == CHECKED


def test_work_that_was_cancelled_stops_and_can_go_on(office):
    upload = taken(office, firms(ROWS))

    def cancel_at_once(rows, here):
        Upload.objects.filter(pk=upload.pk).update(cancelled=True)
        check(rows, here)

    registry.register(replace(ORGANISATIONS, check=cancel_at_once))
    acting.begin(upload)
    stopped = upload.state
    registry.register(ORGANISATIONS)
    acting.resume(upload)

    assert (stopped, upload.state, upload.counts["rows"]) == (CANCELLED, CHECKED, {"READY": ROWS})


def test_a_table_checked_yesterday_is_checked_anew_before_it_is_written(office):
    upload = taken(office, firms(3))
    acting.begin(upload)

    with clock.fixed(clock.now() + timedelta(days=1)):
        refused = acting.agree(upload, upload.digest, by=office.officer.person)
        upload.refresh_from_db()
        accepted = acting.agree(upload, upload.digest, by=office.officer.person)

    assert (refused.code, accepted, Organisation.objects.count()) == ("imports.another_day", None, 3)


def test_what_goes_out_comes_back_equal(office):
    upload = taken(office, firms(ROWS))
    acting.begin(upload)
    acting.agree(upload, upload.digest, by=office.officer.person)
    kind = registry.KINDS["organisations"]
    here = desk(kind, office.officer, office.office, "update")

    file = handing.template(kind, here, rows=kind.rows(here))
    back = intake.take(kind, intake.Given(file, "back.xlsx", 1), here)
    acting.begin(back)

    assert back.counts["rows"] == {"SAME": ROWS}


def test_the_template_can_be_handed_in_and_its_example_is_not_read(office):
    kind = registry.KINDS["organisations"]
    here = desk(kind, office.officer, office.office, "insert")
    book = load_workbook(handing.template(kind, here))
    sheet = book.worksheets[0]
    for row in firms(2):
        values = dict(zip(HEADS, row, strict=True))
        sheet.append(["", *(values.get(str(cell.value).removesuffix(" *"), "") for cell in sheet[1][1:])])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)

    upload = intake.take(kind, intake.Given(file, "filled.xlsx", 1), here)
    acting.begin(upload)

    assert (upload.state, upload.counts["rows"]) == (CHECKED, {"READY": 2})
    assert [why for _number, why, _text in upload.told["skipped"]] == ["example"]
    assert book.worksheets[1].sheet_state == "hidden"
    assert [rule.type for rule in sheet.data_validations.dataValidation] == ["list", "date"]


def test_tables_are_forgotten_after_their_time_with_their_file(office):
    upload = taken(office, firms(2))
    acting.begin(upload)
    acting.agree(upload, upload.digest, by=office.officer.person)

    early = wiring.forget(clock.now() + timedelta(days=29))
    late = wiring.forget(clock.now() + timedelta(days=31))

    upload.refresh_from_db()
    assert (early, late, upload.file_digest, upload.lines.count(), upload.counts["rows"]) == (0, 1, "", 0, {"DONE": 2})
    assert Remembered.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "text"), [("秘密★10年 台账.csv", "名称\n甲"), ("台账.csv", "机密★10年\n名称\t类型\n甲\t企业")]
)
def test_a_table_that_bears_a_mark_of_secrecy_is_refused_and_not_kept(office, name, text):
    kind = registry.KINDS["organisations"]
    here = desk(kind, office.officer, office.office, "insert")

    refused = intake.take(kind, intake.Given(io.BytesIO(text.encode()), name, len(text)), here)

    assert (refused.code, Upload.objects.count()) == ("imports.secret", 0)
