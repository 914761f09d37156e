"""The way of a table through its pages: uploaded, checked, put right, agreed to, written."""

import html
import io

from openpyxl import load_workbook

from kechuang.casework.imports.models import CellFault, Line, Remembered, Upload
from kechuang.resources.organisations.models import Organisation
from tests.casework.imports.conftest import HEADS, credit_code, firms, workbook

UPLOAD = "/imports/tables/organisations/"


def body(response) -> str:
    return html.unescape(response.content.decode())


def taken(at) -> Upload:
    return Upload.objects.get(pk=at.split("/")[2])


def agree(client, at) -> None:
    client.post(f"{at}write/", {"digest": taken(at).digest})


def send(client, file, **more):
    return client.post(UPLOAD, {"file": file, "mode": "insert", "declared": "on", **more})


def test_an_offices_own_ledger_comes_in_as_it_is(officer):
    rows = [
        ["西湖区科技企业台账"],
        ["单位：万元"],
        ["序号", "企业名称", "信用代码", "注册地", "上年度营业收入", "年度", "备注"],
    ]
    rows += [
        [1, "甲（演示）", credit_code(1), "西湖区", 1200.5, 2025, "x"],
        [2, "乙（演示）", credit_code(2), "", 80, 2025, ""],
    ]
    rows += [["合计", None, None, None, 1280.5], ["注：数据来自各街道"]]

    at = send(officer, workbook(rows))["Location"]
    page = body(officer.get(at))
    upload = Upload.objects.get()
    assert Organisation.objects.count() == 0
    officer.post(f"{at}write/", {"digest": upload.digest})

    assert "2 行全部无误" in page
    assert [note for note in ("合计行", "表下附注", "单位为万元", "未导入的列：备注") if note not in page] == []
    found = Organisation.objects.order_by("name").values_list("name", "kind", "place", "sales")
    assert [(n, k, p, str(s)) for n, k, p, s in found] == [
        ("乙（演示）", "enterprise", "330106", "800000.00"),
        ("甲（演示）", "enterprise", "330106", "12005000.00"),
    ]


def test_every_fault_is_named_at_once_and_put_right_on_the_page(officer):
    rows = [HEADS, *firms(4)]
    rows[1][1] = rows[1][1][:-1] + ("0" if rows[1][1][-1] != "0" else "1")
    rows[2][4] = "2025年13月"
    rows[3][2] = "余杭区"
    rows[4][5] = "四十"
    at = send(officer, workbook(rows))["Location"]
    page = body(officer.get(at))
    faults = {(fault.number, fault.column): fault.code for fault in CellFault.objects.all()}

    officer.post(
        f"{at}cells/", {"edition": "0", "cell:2:credit_code": credit_code(1), "cell:3:founded_on": "2025-12-01"}
    )
    officer.post(f"{at}cells/", {"edition": "1", "cell:4:place": "西湖区", "cell:5:staff": "40"})

    assert "4 行中有 4 行、4 处需要修改，尚未写入任何数据" in page
    assert faults == {
        (2, "credit_code"): "identify.credit_code.check",
        (3, "founded_on"): "dates.no_such_day",
        (4, "place"): "organisation.place_out_of_reach",
        (5, "staff"): "imports.number",
    }
    upload = Upload.objects.get()
    assert (upload.counts["rows"], CellFault.objects.count(), upload.edition) == ({"READY": 4}, 0, 2)


def test_a_correction_made_in_another_window_is_not_written_over(officer):
    at = send(officer, workbook([HEADS, *firms(2)]))["Location"]
    officer.post(f"{at}cells/", {"edition": "0", "cell:2:staff": "7"})

    late = officer.post(f"{at}cells/", {"edition": "0", "cell:2:staff": "8"})

    assert late.status_code == 409
    assert Line.objects.get(number=2).edited == {"staff": "7"}


def test_an_agreement_holds_only_for_what_was_checked(officer):
    at = send(officer, workbook([HEADS, *firms(2)]))["Location"]
    before = Upload.objects.get().digest
    officer.post(f"{at}cells/", {"edition": "0", "cell:2:staff": "7"})

    refused = officer.post(f"{at}write/", {"digest": before})

    assert (refused.status_code, Organisation.objects.count()) == (409, 0)
    assert "核对之后内容又有改动" in body(refused)


def test_the_columns_somebody_chose_are_remembered_for_the_office(officer):
    heads = ["主体", "税务号码", "属于哪里", "类型"]
    rows = [heads, *([name, code, place, kind] for name, code, place, kind, _on, _staff in firms(3))]
    first = send(officer, workbook(rows))["Location"]
    assert first.endswith("/columns/")
    chosen = {"at-name": "0", "at-credit_code": "1", "at-place": "2", "at-kind": "3"}
    officer.post(first, chosen)

    moved = [[row[2], row[0], row[1], row[3]] for row in rows]
    second = send(officer, workbook(moved))["Location"]

    page = body(officer.get(second))
    assert "各列按本部门 2026-03-02 的设置自动对应" in page
    assert taken(second).counts["rows"] == {"READY": 3}
    assert Remembered.objects.count() == 1


def test_the_same_file_comes_back_with_comments_and_can_be_handed_in_again(officer):
    rows = [["台账"], HEADS, *firms(3)]
    rows[3][4] = "去年"
    at = send(officer, workbook(rows))["Location"]
    agree(officer, at)
    assert Organisation.objects.count() == 2

    file = io.BytesIO(b"".join(officer.get(f"{at}annotated.xlsx")))
    book = load_workbook(file)
    commented = {
        cell.coordinate: cell.comment.text for row in book.worksheets[0].iter_rows() for cell in row if cell.comment
    }
    book.worksheets[0]["E4"] = "2020-02-02"
    mended = io.BytesIO()
    book.save(mended)
    mended.seek(0)
    mended.name = "改好.xlsx"
    again = send(officer, mended)["Location"]
    agree(officer, again)

    assert list(commented) == ["E4"]
    assert "去年" in commented["E4"]
    assert book.sheetnames[-1] == "核对结果"
    assert [cell.value for cell in book.worksheets[-1][2]][:3] == [4, "成立日期", "去年"]
    assert Organisation.objects.count() == 3


def test_records_go_out_and_come_back_as_changes_shown_cell_by_cell(officer):
    at = send(officer, workbook([HEADS, *firms(3)]))["Location"]
    agree(officer, at)
    book = load_workbook(io.BytesIO(b"".join(officer.get(f"{UPLOAD}records.xlsx"))))
    unchanged = io.BytesIO()
    book.save(unchanged)
    unchanged.seek(0)
    unchanged.name = "same.xlsx"
    same = send(officer, unchanged, mode="update")["Location"]
    heads = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(2, heads.index("人员数") + 1, 99)
    changed = io.BytesIO()
    book.save(changed)
    changed.seek(0)
    changed.name = "changed.xlsx"

    at = send(officer, changed, mode="update")["Location"]
    page = body(officer.get(at))
    upload = taken(at)
    agree(officer, at)

    assert taken(same).counts["rows"] == {"SAME": 3}
    assert upload.counts["rows"] == {"READY": 1, "SAME": 2}
    assert "<td>人员数</td><td>1</td><td><strong>99</strong></td>" in page
    assert sorted(Organisation.objects.values_list("staff", "version")) == [(2, 1), (3, 1), (99, 2)]


def test_what_has_been_written_meanwhile_is_passed_over(officer):
    first = send(officer, workbook([HEADS, *firms(2)]))["Location"]
    second = send(officer, workbook([HEADS, *firms(3)]))["Location"]
    agree(officer, first)

    agree(officer, second)

    states = dict(Line.objects.filter(upload=taken(second)).values_list("number", "state"))
    assert states == {2: "SAME", 3: "SAME", 4: "DONE"}
    assert Organisation.objects.count() == 3


def test_a_record_that_somebody_else_changed_after_the_agreement_is_not_written_over(officer):
    first = send(officer, workbook([HEADS, *firms(1)]))["Location"]
    agree(officer, first)
    rows = firms(1)
    changes = []
    for staff in (50, 60):
        rows[0][5] = staff
        changes.append(send(officer, workbook([HEADS, *rows]), mode="update")["Location"])
    agree(officer, changes[0])

    agree(officer, changes[1])
    page = body(officer.get(changes[1]))

    assert Organisation.objects.get().staff == 50
    assert "在册记录被他人改动，本行没有写入" in page


def test_another_office_sees_nothing_of_it(officer, registry):
    from django.test import Client

    from kechuang.web.accounts.models import Person

    at = send(officer, workbook([HEADS, *firms(1)]))["Location"]
    other = Client()
    other.force_login(Person.objects.get(username="elsewhere"))

    assert other.get(at).status_code == 404
    assert other.post(f"{at}write/").status_code == 404
    assert "t.xlsx" not in body(other.get("/imports/"))
