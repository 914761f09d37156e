"""A target is adjusted in an evaluation: proposed, decided by another, in force as a new version; the old path stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.indicators.promises import actions, corrected, queries, rules
from kechuang.indicators.promises.models import Promise, Version
from kechuang.indicators.promises.terms import Terms
from kechuang.ledger.models import Entry
from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.evaluation.models import Adjustment
from kechuang.web import chance, clock
from tests.journeys.test_evaluation import read, send, sign_in
from tests.mechanisms.delivery.evaluation.conftest import AFTER, BEGIN, City, city, moment

__all__ = ["city"]
REASON = "统计口径调整，高新技术企业认定标准提高。"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    yield
    queries.forget()


@pytest.fixture
def promise(city: City) -> Promise:
    """The promise of 260 firms by 2027, measured since the beginning."""
    target = city.document.targets.get(value="260")
    terms = Terms(
        form="level",
        due_on=date(2027, 12, 31),
        target=Decimal(260),
        unit="家",
        indicator="firms.high_tech",
        place="330100",
    )
    request = rules.Bind(
        case=chance.uuid7(),
        authority="330100",
        office=city.bodies["city"].pk,
        document=city.document.pk,
        target=target.code,
        clause=target.clause.path,
        title="高新技术企业",
        quote=target.quote,
        terms=terms,
        reason="按年度监测口径",
        said=corrected.said_of(target),
    )
    with clock.fixed(moment(BEGIN)):
        outcome = actions.bind(request, by=city.actors["planner"], key="bind")
    assert outcome.refusal is None, outcome.refusal
    return Promise.objects.get(pk=outcome.case)


def test_an_adjustment_is_proposed_decided_and_in_force_and_the_page_says_who_when_and_why(city, promise):
    planner, leader, anybody = sign_in(city, "planner"), sign_in(city, "leader"), Client()
    case = city.commenting()
    page = reverse("casework:case", args=[case.pk])

    send(planner, "propose", case.pk, target=promise.target, value="240", reason=REASON)
    row = Adjustment.objects.get()
    own = planner.post(reverse("delivery_evaluation:decide", args=[row.pk]), {"agree": "yes", "reason": "自己同意"})
    early = _promise(promise).version
    send(leader, "decide", row.pk, AFTER, agree="yes", reason="经集体研究，同意调整。")
    between = (_promise(promise).version, _promise(promise).terms["target"])
    send(planner, "apply", row.pk, AFTER, agreed="on")

    assert (row.before, row.value, own.status_code, early) == ("260", "240", 422, 1)
    assert between == (1, "260")
    row.refresh_from_db()
    changed = _promise(promise)
    assert (changed.version, changed.terms["target"], row.state) == (2, "240", "applied")
    assert row.applied_as == f"promise/{promise.pk} v2"
    versions = Version.objects.filter(promise=promise.pk).order_by("number")
    kept = [(each.number, each.terms["target"], each.since, each.office.name) for each in versions]
    assert kept == [(1, "260", BEGIN, "city"), (2, "240", AFTER, "city")]
    types = [name for name in Entry.objects.order_by("recorded_at", "seq").values_list("type", flat=True)
             if name.startswith(("evaluation.adjustment", "promise."))]  # fmt: skip
    assert types == [
        "promise.bound",
        "evaluation.adjustment_proposed",
        "evaluation.adjustment_decided",
        "promise.changed",
        "evaluation.adjustment_applied",
    ]
    with clock.fixed(moment(AFTER)):
        shown = read(anybody, reverse("promises:promise", args=[promise.pk]))
        then = read(anybody, reverse("promises:promise", args=[promise.pk]) + f"?known={BEGIN}")
        inside = read(planner, page)
    assert "<del>260</del> → <ins>240</ins>" in shown
    assert f"{case.number}：{REASON}" in shown
    assert ("<ins>240</ins>" in then, REASON in then) == (False, False)
    assert [text in inside for text in ("260", "240", REASON, "经集体研究，同意调整。")] == [True] * 4
    assert verify().ok


def test_a_declined_adjustment_changes_nothing_and_cannot_be_applied(city, promise):
    planner, leader = sign_in(city, "planner"), sign_in(city, "leader")
    case = city.commenting()
    send(planner, "propose", case.pk, target=promise.target, value="200", reason=REASON)
    row = Adjustment.objects.get()
    send(leader, "decide", row.pk, agree="no", reason="目标不变。")

    with clock.fixed(moment(BEGIN)):
        refused = planner.post(reverse("delivery_evaluation:apply", args=[row.pk]), {"agreed": "on"})

    assert (refused.status_code, _promise(promise).version, Version.objects.count()) == (422, 1, 1)


def _promise(promise: Promise) -> Promise:
    return Promise.objects.get(pk=promise.pk)
