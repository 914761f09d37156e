"""From a file to records: what a planner does and sees, and what hostile files get."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kechuang.casework.files import bytes as kept
from kechuang.policy import actions
from kechuang.policy.models import Clause, Document, Draft
from kechuang.web.accounts.models import Person
from tests.casework.files import made
from tests.policy.plans import TEXT, TITLE, reading

READ = reading()
UPLOAD = "/policy/import/"


def upload(client, data: bytes, name: str = "plan.txt", **more):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data), "text": "", "declared": "on", **more})


def body(response) -> str:
    return response.content.decode()


def accept(client, address, **changed):
    given = {
        "title": READ.title,
        "number": READ.number,
        "issuers": "、".join(READ.issuers),
        "issued_on": READ.issued_on,
        **changed,
    }
    return client.post(address, given)


def test_a_planner_uploads_checks_and_accepts(desk):
    previewed = upload(desk.client, TEXT.encode())
    preview = desk.client.get(previewed.url)
    before = Document.objects.count()
    accepted = accept(desk.client, previewed.url)
    page = desk.client.get(accepted.url)
    clause = desk.client.get(f"{accepted.url}?clause=二(一)")

    assert (previewed.status_code, preview.status_code, before) == (302, 200, 0)
    assert (accepted.status_code, page.status_code, clause.status_code) == (302, 200, 200)
    assert TITLE in body(page)
    assert 'class="clause-head d2 chosen" id="c-二(一)"' in body(clause)
    assert list(Clause.objects.order_by("order").values_list("path", flat=True)) == [c.path for c in READ.clauses]


def test_the_preview_marks_what_will_be_recorded(desk):
    preview = body(desk.client.get(upload(desk.client, TEXT.encode()).url))

    codes = [each.code for kind in ("target", "task", "incentive", "system", "cited") for each in READ.of(kind)]
    assert sorted(re.findall(r'id="m-(\w+)"', preview)) == sorted(codes)
    assert sorted(re.findall(r'id="row-(\w+)"', preview)) == sorted(codes)
    assert set(re.findall(r'href="#row-(\w+)"', preview)) == set(re.findall(r'href="#m-(\w+)"', preview))


def test_pasted_text_is_read_like_a_file(desk):
    previewed = desk.client.post(UPLOAD, {"text": TEXT, "declared": "on"})

    draft = Draft.objects.get()
    assert previewed.url.endswith(f"{draft.pk}/")
    assert (draft.reading["origin"]["kind"], draft.reading["title"]) == ("pasted", TITLE)


def test_what_a_person_corrects_is_recorded_as_typed(desk):
    address = upload(desk.client, TEXT.encode()).url

    accept(desk.client, address, number="云科发〔2026〕5号", issued_on="2026年1月9日")

    document = Document.objects.get()
    assert (document.number, document.issued_on.isoformat()) == ("云科发〔2026〕5号", "2026-01-09")


def test_a_wrong_day_comes_back_with_everything_typed(desk):
    address = upload(desk.client, TEXT.encode()).url

    response = accept(desk.client, address, number="云科发〔2026〕5号", issued_on="2026-13-09")

    assert response.status_code == 422
    assert "云科发〔2026〕5号" in body(response)
    assert "2026-13-09" in body(response)
    assert Document.objects.count() == 0


def test_the_same_file_twice_is_recognised(desk):
    document = desk.accept()

    preview = desk.client.get(upload(desk.client, TEXT.encode()).url)

    assert f'href="/policy/{document.pk}/"' in body(preview)
    assert 'id="accept"' not in body(preview)


def test_accepting_what_came_in_meanwhile_is_refused_in_words(desk):
    address = upload(desk.client, TEXT.encode()).url
    desk.accept()

    response = accept(desk.client, address)

    assert response.status_code == 422
    assert "这份文件已于" in body(response)
    assert Document.objects.count() == 1


def test_a_possible_twin_must_be_answered_for(desk):
    original = desk.accept()
    reprint = "据悉，有关部门近日印发行动计划，全文如下：\n" + TEXT.replace("\n\n", "\n")
    address = upload(desk.client, reprint.encode(), "press.txt").url

    preview = desk.client.get(address)
    silent = accept(desk.client, address)
    answered = accept(desk.client, address, relation=f"copy:{original.pk}")

    assert f'value="copy:{original.pk}"' in body(preview)
    assert (silent.status_code, answered.status_code) == (422, 302)
    assert Document.objects.get(file_name="press.txt").same_work_as == original


def test_a_better_copy_replaces_the_one_there(desk):
    document = desk.accept()
    better = TEXT.replace("20家", "25家").encode()

    given = {"file": SimpleUploadedFile("better.txt", better), "declared": "on"}
    address = desk.client.post(f"/policy/{document.pk}/revise/", given).url
    bare = accept(desk.client, address, relation=f"replace:{document.pk}")
    done = accept(desk.client, address, relation=f"replace:{document.pk}", reason="换上更正本")

    assert bare.status_code == 422
    assert done.url == f"/policy/{document.pk}/"
    assert Document.objects.get().version == 2


def test_a_document_is_withdrawn_with_a_public_reason(desk):
    document = desk.accept()

    bare = desk.client.post(f"/policy/{document.pk}/withdraw/", {"reason": "无"})
    done = desk.client.post(f"/policy/{document.pk}/withdraw/", {"reason": "误传了征求意见稿"})
    page = body(desk.client.get(f"/policy/{document.pk}/"))

    assert (bare.status_code, done.status_code) == (422, 302)
    assert "没有写明理由" in body(bare)
    assert "这份文件已撤下" in page


def test_a_preview_left_open_is_found_again_until_it_is_accepted(desk):
    address = upload(desk.client, TEXT.encode()).url

    before = body(desk.client.get(UPLOAD))
    accept(desk.client, address)
    after = body(desk.client.get(UPLOAD))

    assert f'<a href="{address}">{TITLE}</a>' in before
    assert address not in after


def test_what_is_corrected_in_a_preview_is_kept_as_a_draft_and_comes_back(desk):
    address = upload(desk.client, TEXT.encode()).url
    preview = body(desk.client.get(address))
    token = re.search(r'name="_draft" value="([^"]+)"', preview).group(1)

    desk.client.post(reverse("web:draft-keep"), {"_draft": token, "number": "云科发〔2026〕77号"})
    again = body(desk.client.get(address))

    assert preview.count("保存草稿") == 1
    assert "云科发〔2026〕77号" in again


def test_a_preview_is_thrown_away(desk):
    address = upload(desk.client, TEXT.encode()).url

    desk.client.post(f"{address}drop/")

    assert Draft.objects.count() == 0
    assert desk.client.get(address).status_code == 404


def test_a_preview_is_its_makers_alone(desk):
    draft = desk.draft()
    other = Client()
    other.force_login(Person.objects.create_user("other", name="另一人（演示）"))

    assert other.get(f"/policy/import/{draft.pk}/").status_code == 403
    assert Client().get(f"/policy/import/{draft.pk}/").status_code == 302


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"\0" * (8 * 1024 * 1024))
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><w:document>&a;</w:document>'


def docx(document: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", document)
    return out.getvalue()


HOSTILE = {
    "empty.txt": (lambda: b"", "没有内容"),
    "broken.pdf": (lambda: b"%PDF-1.7 and nothing more", "已损坏"),
    "bomb.docx": (bomb, "可能是压缩炸弹"),
    "entities.docx": (lambda: docx(ENTITIES), "声明了文档类型或实体"),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "是图片"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_gets_its_sentence_and_loses_nothing(desk, name):
    make, sentence = HOSTILE[name]

    response = upload(desk.client, make(), name)

    assert response.status_code == 422
    assert sentence in body(response)
    assert name in body(response)
    assert Draft.objects.count() == 0


def test_a_document_that_is_not_declared_is_not_read(desk):
    response = desk.client.post(UPLOAD, {"file": SimpleUploadedFile("plan.txt", TEXT.encode())})

    assert response.status_code == 422
    assert '<a href="#id_declared">' in body(response)
    assert Draft.objects.count() == 0


MARKED = "机密★10年\n\n" + TEXT


def test_a_document_with_a_mark_of_secrecy_is_refused_and_no_byte_of_it_stays(desk):
    before = list(kept.all_digests())

    pages = [
        upload(desk.client, MARKED.encode(), "plan.txt"),
        upload(desk.client, MARKED.encode("gb18030"), "plan.txt"),
        upload(desk.client, made.docx("秘密★5年", "关于行动计划的通知（演示）"), "plan.docx"),
        upload(desk.client, made.docx("关于行动计划的通知（演示）", header="绝密★长期"), "plan.docx"),
        upload(desk.client, TEXT.encode(), "机密★行动计划.txt"),
        desk.client.post(UPLOAD, {"text": MARKED, "declared": "on"}),
    ]

    assert [page.status_code for page in pages] == [422] * 6
    assert [re.findall("带有“(..)”密级标志", body(page))[0] for page in pages] == [
        *("机密", "机密", "秘密", "绝密", "机密", "机密")
    ]
    assert (Draft.objects.count(), list(kept.all_digests()), list(kept.leftovers())) == (0, before, [])


SPEAKS = (
    TEXT + "\n\n涉及国家秘密、商业秘密的，按照《中华人民共和国保守国家秘密法》办理；机密信息和绝密级事项不得公开。\n"
)
PUBLISHED = (
    f"<html><head><script>count()</script></head><body><p>{SPEAKS.replace(chr(10), '</p><p>')}</p></body></html>"
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.txt", SPEAKS.encode()),
        ("plan.text", SPEAKS.encode("gb18030")),
        ("plan.txt", SPEAKS.encode("utf-16")),
        ("plan.html", PUBLISHED.encode()),
        ("plan.docx", made.docx(*SPEAKS.splitlines(), more=made.TEMPLATE)),
        ("plan.pdf", made.pdf("\n".join(SPEAKS.splitlines()[:20]), "涉及国家秘密的除外")),
    ],
)
def test_a_published_document_that_speaks_of_secrets_is_taken(desk, name, data):
    response = upload(desk.client, data, name)

    assert response.status_code == 302
    assert Draft.objects.count() == 1


def test_two_answers_at_once_are_asked_about_and_the_text_is_kept(desk):
    response = upload(desk.client, TEXT.encode(), text="粘贴的正文（演示）")

    assert response.status_code == 422
    assert "粘贴的正文（演示）" in body(response)


def test_nothing_given_is_said_so(desk):
    response = desk.client.post(UPLOAD, {"text": "  "})

    assert response.status_code == 422
    assert "请选择文件，或在下面粘贴正文" in body(response)


@pytest.mark.parametrize("address", [UPLOAD, "/policy/%s/revise/", "/policy/%s/withdraw/"])
def test_only_planners_take_documents_in_and_out(desk, address):
    document = desk.accept()
    stranger = Client()
    stranger.force_login(Person.objects.create_user("stranger", name="路人（演示）"))
    place = address % document.pk if "%s" in address else address

    assert Client().get(place).status_code == 302
    assert stranger.get(place).status_code == 403
    assert desk.client.get(place).status_code == 200


def test_the_preview_says_what_the_text_does_not(desk):
    preview = body(desk.client.get(upload(desk.client, "通知（演示）\n\n请各单位认真落实。\n".encode()).url))

    for silence in ("文中没有印出文号", "文中没有承诺数量", "文中没有写明责任单位", "没有找到编号标题"):
        assert silence in preview


def test_a_planner_without_an_office_is_told_whom_to_ask(desk):
    desk.office.authority = ""
    desk.office.save()

    response = accept(desk.client, upload(desk.client, TEXT.encode()).url)

    assert response.status_code == 422
    assert "您没有可以收文入库的机构职责" in body(response)
    assert actions.PERMISSION == "policy:accept"
