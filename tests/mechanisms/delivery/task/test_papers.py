"""The papers of supervision say what the ledger says, and are kept with the case by their digests."""

import hashlib
from datetime import date

import pytest

from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case
from kechuang.casework.papers import making
from kechuang.casework.papers.forms import MakeForm
from kechuang.casework.papers.kinds import KINDS, Making
from kechuang.casework.papers.models import CasePaper
from kechuang.mechanisms.delivery.task import actions, meeting, queries
from kechuang.mechanisms.delivery.task.rules.requests import Line
from kechuang.web import clock
from kechuang.web.documents import paper as papers
from kechuang.web.documents import pdf, word
from tests.mechanisms.delivery.task.conftest import moment

MEETING = date(2026, 4, 20)
ROWS = (Line("选址", "一处", date(2026, 4, 30)),)
SAID = {
    "delivery.supervision": {"answer_by": "2026-05-01", "asks": "查明原因。\n报送方案。", "contact": "一处"},
    "delivery.answer": {"problem": "用地未落实。", "next": "五月开工。"},
    "delivery.circular": {"addressee": "各区县", "asks": "抓紧推进。"},
    "delivery.summary": {},
}


@pytest.fixture
def ledger(region, settings, tmp_path):
    """One overdue task and one on time, both taken down by a meeting."""
    settings.KECHUANG_HOME = tmp_path
    late = region.running(title="建成共享服务站", text="全市建成2个。", due_on=date(2026, 4, 10), supports=("county",))
    region.take(late, "list_measures", "clerk", rows=ROWS)
    region.take(late, "report", "clerk", percent=60, text="已建成1个。")
    region.running(title="按期任务", due_on=date(2026, 12, 31))
    with clock.fixed(moment(MEETING)):
        rows = queries.tasks(region.actors["planner"], MEETING)
        wanted = meeting.taken(rows, region.bodies["city"], "四月调度会", "逐项销号。")
        outcome = actions.take_dispatch(wanted, by=region.actors["planner"], key="meeting")
        assert outcome.refusal is None, outcome.refusal
        yield {"task": late, "meeting": Case.objects.get(pk=outcome.case), "planner": region.actors["planner"]}


def draft(ledger, code, **typed) -> CasePaper:
    case = ledger["task" if code in {"delivery.supervision", "delivery.answer"} else "meeting"]
    case = Case.objects.select_related("office", "holder", "counterpart").get(pk=case.pk)
    made = making.draft(
        KINDS[code], case, by=ledger["planner"], on=MEETING, site="http://127.0.0.1/", typed={**SAID[code], **typed}
    )
    assert isinstance(made, CasePaper), made
    return made


def said(paper: CasePaper) -> list[str]:
    return [text for text in papers.texts(papers.from_plain(paper.paper)) if text.strip()]


def test_the_supervision_slip_asks_what_was_typed_and_carries_the_answer_slip(ledger):
    texts = said(draft(ledger, "delivery.supervision"))

    wanted = (
        *("督办单", "bureau", "现将“建成共享服务站”交由你单位办理，请于2026年5月1日前反馈办理情况。"),
        *("county", "全市建成2个。", "查明原因。", "报送方案。", "反馈单", "一处"),
    )
    assert [text for text in wanted if text not in texts] == []


@pytest.mark.parametrize(("typed", "prose"), [("2026-05-01", "2026年5月1日前"), ("", "……前"), ("下周一", "下周一前")])
def test_the_day_of_a_supervision_slip_stands_in_prose_and_an_older_wording_as_it_was_typed(ledger, typed, prose):
    texts = said(draft(ledger, "delivery.supervision", answer_by=typed))

    assert f"现将“建成共享服务站”交由你单位办理，请于{prose}反馈办理情况。" in texts


def test_a_day_that_was_typed_stands_in_the_language_of_the_paper():
    days = [Making(on=MEETING, language=each, typed={"by": "2026-05-01"}).day("by") for each in ("zh-hans", "en")]

    assert days == ["2026年5月1日", "1 May 2026"]


def test_the_form_of_a_supervision_slip_takes_days_only():
    form = MakeForm(KINDS["delivery.supervision"], {"answer_by": "下周一", "asks": "查明原因。", "language": "zh-hans"})
    read = MakeForm(
        KINDS["delivery.supervision"], {"answer_by": "2026年5月1日", "asks": "查明原因。", "language": "zh-hans"}
    )

    assert list(form.errors) == ["answer_by"]
    assert (read.is_valid(), read.typed["answer_by"]) == (True, "2026-05-01")


def test_the_answer_slip_gives_the_last_report_and_the_measures(ledger):
    texts = said(draft(ledger, "delivery.answer"))

    wanted = ("反馈单", "60", "已建成1个。", "用地未落实。", "五月开工。", "选址", "以上情况属实，特此反馈。")
    assert [text for text in wanted if text not in texts] == []


def test_the_circular_names_the_overdue_and_only_them(ledger):
    texts = said(draft(ledger, "delivery.circular"))

    wanted = ("关于任务推进情况的通报", "各区县", "逾期任务", "建成共享服务站", "抓紧推进。")
    assert [text for text in wanted if text not in texts] == []
    assert ("截至2026年4月20日，共督办任务2项，其中逾期1项。现将有关情况通报如下。" in texts, "按期任务" in texts) == (
        True,
        False,
    )


def test_the_summary_lists_every_task_the_overdue_first(ledger):
    texts = said(draft(ledger, "delivery.summary"))

    titles = [text for text in texts if text in {"建成共享服务站", "按期任务"}]
    assert titles == ["建成共享服务站", "按期任务"]
    assert "共2项任务，其中逾期1项。" in texts


@pytest.mark.parametrize("code", sorted(SAID))
def test_a_paper_is_kept_with_its_case_by_the_digest_of_its_files(ledger, code):
    made = draft(ledger, code)

    paper = papers.from_plain(made.paper)
    files = (pdf.write(paper), word.write(paper))
    assert tuple(kept.read(digest) for digest in (made.pdf_digest, made.word_digest)) == files
    assert (made.pdf_digest, made.word_digest) == tuple(hashlib.sha256(file).hexdigest() for file in files)
    assert made.case_id == ledger["task" if code in {"delivery.supervision", "delivery.answer"} else "meeting"].pk
