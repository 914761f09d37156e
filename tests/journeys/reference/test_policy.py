"""The reference journeys of the planner: a file becomes a 分解表 in Word, a promise is judged for the public, a task is reported."""

from datetime import date
from pathlib import Path

import pytest

from kechuang.casework.models import Case
from kechuang.indicators.promises.measured import WATCH
from kechuang.indicators.promises.models import Judgement, Promise
from kechuang.mechanisms.delivery.task import actions as tasks
from kechuang.mechanisms.delivery.task.rules import requests as asked
from kechuang.policy import actions, rules
from kechuang.policy.models import Document, Target
from kechuang.policy.review.models import Judged
from kechuang.web import chance
from tests.matrix import promised
from tests.pages.voucher.world import done
from tests.policy import plans

pytestmark = pytest.mark.browser

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
HEAD = "清溪示范片区科技创新行动计划（演示）\n\n清溪演发〔2026〕9号\n\n一、主要任务\n\n"
CLAUSE = (
    "（{mark}）推进第{mark}项工作。建立工作台账，按季度公开进展。到2027年，建成示范点{count}个，培育示范企业{firms}家。"
    "（责任单位：片区科技服务中心、片区经济服务中心）\n\n"
)
MARKS = "一二三四五六七八九十"
# Reading one line of a list of findings against its words is taken as five seconds, as a new page is (our estimate).
LINE_SECONDS = 5


def sixteen() -> str:
    """A plan with sixteen clauses, two figures in each, in the genre and of our own making."""
    marks = [*MARKS, *(f"十{each}" for each in MARKS[:6])]
    clauses = (CLAUSE.format(mark=mark, count=at + 2, firms=5 * at + 10) for at, mark in enumerate(marks))
    return HEAD + "".join(clauses)


def taken_in(hand, path: Path) -> Document:
    """Drop the file, look at what was found, take it into the register."""
    hand.open("/policy/import/")
    hand.attach("file", path)
    hand.mark("[name=declared]")
    hand.send()
    hand.look()
    hand.send()
    return Document.objects.order_by("-imported_on", "-pk").first()


def judged(hand, document: Document, kind: str, corrections: int) -> int:
    """Judge all findings of a kind: some are corrected one by one, all others are looked at in one list and accepted."""
    hand.open(f"/policy/{document.pk}/review/?show=open&kind={kind}")
    for _number in range(corrections):
        code = hand.page.locator(".doc-bar .code").first.text_content()
        hand.press("c")
        hand.page.wait_for_url(f"**/review/{code}/**")
        hand.effort.pages += 1
        hand.type("unit", "处")
        hand.send()
    hand.open(f"/policy/{document.pk}/review/accept/?kind={kind}")
    boxes = hand.page.locator("main input[name=row]")
    lines = boxes.count()
    hand.effort.reading += lines * LINE_SECONDS
    for at in range(lines):
        if not boxes.nth(at).is_checked():
            hand.mark(boxes.nth(at))
    if lines:
        hand.send()
    return lines


def in_word(hand, document: Document) -> bytes:
    """Download the 分解表."""
    hand.open(f"/policy/{document.pk}/breakdown/")
    hand.effort.clicks += 1
    hand.effort.decisions += 1
    with hand.page.expect_download() as waited:
        hand.page.locator("main a[href*='/breakdown/file/docx/'], .head a[href*='/breakdown/file/docx/']").first.click()
    return Path(waited.value.path()).read_bytes()


def test_breakdown_of_sixteen_clauses(hands, tmp_path):
    """A file of sixteen clauses is dropped in, judged with two corrections, and goes out as a 分解表 in Word."""
    path = tmp_path / "行动计划.txt"
    path.write_text(sixteen(), "utf-8")
    hand = hands.of("planner")

    document = taken_in(hand, path)
    judged(hand, document, "target", corrections=2)
    judged(hand, document, "task", corrections=0)
    file = in_word(hand, document)

    assert Target.objects.filter(document=document).count() == 32
    assert Judged.objects.filter(document=document, verdict="corrected").count() == 2
    assert file[:2] == b"PK"
    assert hands.effort.seconds <= 10 * 60


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published documents are not beside this checkout")
def test_breakdown_of_a_provinces_plan(hands):
    """A province's five-year plan of 53 figures is judged with eight corrections, and goes out as a 分解表 in Word."""
    hand = hands.of("planner")

    document = taken_in(hand, next(SEEDS.glob("002_*.txt")))
    judged(hand, document, "target", corrections=8)
    judged(hand, document, "task", corrections=0)
    file = in_word(hand, document)

    assert file[:2] == b"PK"
    assert Judged.objects.filter(document=document, verdict="corrected").count() == 8
    assert hands.effort.seconds <= 60 * 60


def test_promise_judged_and_published(hands, stage):
    """A planner judges a promise beside its computed state, and a citizen reads both on the plan's public page."""
    document = planned(stage)
    promise = Promise.objects.get(document=document)
    planner = hands.of("planner")

    planner.open(f"/promises/measured/{promise.pk}/judge/")
    planner.look()
    planner.choose("state", WATCH)
    planner.type("reason", "基期口径待核，暂列关注。")
    planner.send()

    citizen = hands.of()
    citizen.open(f"/promises/plans/{document}/")
    assert Judgement.objects.get(promise=promise).state == WATCH
    assert promise.title in citizen.says()
    assert hands.effort.seconds <= 3 * 60


class _Kept:
    """What the planting of a promise asks of the walk's node."""

    def __init__(self, stage) -> None:
        self.worlds = {"own": stage.world}

    def add(self, *_said) -> None:
        """Nothing is walked here."""


def planned(stage):
    """An imported plan whose first figure is measured."""
    world = stage.world
    with world.at():
        draft = actions.preview(plans.reading(), plans.TEXT, plans.TEXT.encode(), by=world.actor("planner"))
        document = done(actions.accept(draft, rules.as_read(plans.reading()), by=world.actor("planner"))).case
    promised.promise(_Kept(stage), "own", document, lambda *_roles: set())
    return document


def test_task_reported(hands, stage):
    """A county's reporter says how far a task is, and the planner sees it on the list."""
    world = stage.world
    task = chance.uuid7()
    made = asked.Make(
        case=task,
        authority=world.city,
        office=world.bodies["city office"].pk,
        place=world.city,
        title="建成示范点",
        text="到2027年建成示范点20个。",
        year=2026,
        lead=world.bodies["county office"].pk,
        due_on=date(2026, 12, 31),
    )
    with world.at():
        done(tasks.make(made, by=world.actor("planner"), key=world.key()))
        done(tasks.take("accept", asked.Step(task=task, move="accept"), by=world.actor("reporter"), key=world.key()))
        measures = asked.Rows(task=task, rows=(asked.Line("选定点位", "综合科", date(2026, 9, 30)),))
        done(tasks.take("list_measures", measures, by=world.actor("reporter"), key=world.key()))
    county = hands.of("reporter")

    county.open(f"/delivery/tasks/{task}/report/")
    county.look()
    county.type("percent", "45")
    county.type("text", "已建成9个示范点，其余在建，年底前可完成。")
    county.send()
    city = hands.of("planner")
    city.open("/delivery/tasks/")

    assert Case.objects.get(pk=task).state == "IN_PROGRESS"
    assert "建成示范点" in city.says()
    assert hands.effort.seconds <= 3 * 60
