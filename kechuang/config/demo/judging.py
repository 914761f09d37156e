"""The planner of the story judges what the reader found in the demonstration's own plan."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from kechuang.config.demo.stage import Stage
from kechuang.policy.models import Document
from kechuang.policy.review import actions, queries
from kechuang.policy.review.queries import Finding
from kechuang.policy.review.rules import ACCEPT, CORRECT, REJECT, Verdict
from kechuang.web.permissions import Actor

# 「选派科技特派员年均不少于80人次」: the reader took 年 of 年均 into the name and the whole plan's year as its own.
COMMISSIONERS = "选派科技特派员"
MISNAMED = "累计发放创新券"


def judge(stage: Stage, document: UUID, *, by: Actor, on: date) -> None:
    """Accept targets and tasks, correct one, reject one; headings and names stay open for whoever looks."""
    found = Document.objects.get(pk=document)
    rows = queries.findings(found)
    outcome = actions.judge(document, list(_verdicts(rows)), by=by, key=f"demo:judge:{document}", on=on)
    stage.note("policy.document.judge", outcome)


def _verdicts(rows: list[Finding]) -> Iterator[Verdict]:
    for each in rows:
        said = each.values.get("indicator", "")
        if each.kind == "target" and said.startswith(COMMISSIONERS) and said != COMMISSIONERS:
            values = {"indicator": COMMISSIONERS, "frequency": "annual"}
            yield Verdict(way=CORRECT, code=each.code, values=values, reason="“年均”是频度，不是名称的一部分（演示）")
        elif each.kind in {"target", "task"}:
            yield Verdict(way=ACCEPT, code=each.code)
        elif each.kind == "system" and each.values["name"] == MISNAMED:
            yield Verdict(way=REJECT, code=each.code, ground="misread", reason="“累计发放”是动作，不是名称（演示）")
