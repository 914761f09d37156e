"""Terms follow what a review corrects in the register; a rejected finding is no promise; days say what was known."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from kechuang.indicators.promises import actions, opened, queries
from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.following import follow
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.rules import Change, Release
from kechuang.indicators.promises.terms import Terms
from kechuang.policy.review import actions as review
from kechuang.policy.review.rules import CORRECT, REJECT, Verdict
from kechuang.web import clock
from tests.indicators.promises.conftest import LABS, TODAY, level, observe
from tests.indicators.promises.test_pages import address, page, plain

SAID = {"value": "20", "value_max": "", "unit": "家", "year": "2027", "comparator": "ge", "version": "1"}
DAY = {number: datetime(2026, number, 1, 2, 0, tzinfo=UTC) for number in range(1, 12)}


@pytest.mark.parametrize(
    ("now", "term", "value"),
    [
        ({"value": "25"}, "target", Decimal(25)),
        ({"year": "2028"}, "due_on", date(2028, 12, 31)),
        ({"comparator": "gt"}, "sense", "more_than"),
        ({"comparator": "le"}, "sense", "at_most"),
        ({"value_max": "30"}, "target_max", None),
    ],
)
def test_what_is_corrected_in_the_register_is_in_force(now, term, value):
    found = follow(level(), SAID, {**SAID, **now})

    assert getattr(found.terms, term) == value
    assert (found.moved, found.apart) == (() if value is None else tuple(now), ())


def test_another_power_of_ten_of_the_unit_moves_factor_and_baseline_along():
    terms = level(unit="万元", base=Decimal(80000), scale=Decimal("0.0001"))

    found = follow(terms, {**SAID, "unit": "万元"}, {**SAID, "unit": "亿元"})

    assert (found.terms.unit, found.terms.scale, found.terms.base) == ("亿元", Decimal("1E-8"), Decimal(8))


@pytest.mark.parametrize(
    ("terms", "now"),
    [
        (level(target=Decimal(9)), {"value": "25"}),
        (level(), {"value": ""}),
        (level(due_on=date(2026, 12, 31)), {"year": "2028"}),
        (level(), {"year": "2024"}),
        (level(), {"unit": "人"}),
        (level(sense="at_most"), {"comparator": "gt"}),
    ],
)
def test_terms_that_a_person_set_otherwise_stay_and_the_difference_is_told(terms, now):
    found = follow(terms, SAID, {**SAID, **now})

    assert (found.terms, found.moved, found.apart) == (terms, (), tuple(now))


def correct(office, way=CORRECT, at=11, number=0, **values):
    code = office.target(number).code
    verdict = Verdict(way=way, code=code, values=values, ground="history" if way == REJECT else "", reason="核对原件")
    with clock.fixed(DAY[at]):
        outcome = review.judge(office.document.pk, [verdict], by=office.planner, key=f"judge-{at}-{way}")
    assert outcome.refusal is None, outcome.refusal


def test_a_corrected_number_counts_at_once_and_the_old_path_stays_drawn(office):
    row = office.bind()
    observe(("2024", "8"), ("2025", "11"))
    before = queries.one(row).measured.state
    correct(office, value="17")

    html = page(address(row))
    listed = page("/promises/measured/")
    public = plain(page(f"/promises/plans/{office.document.pk}/"))

    assert (before, queries.one(row).measured.state) == (said.BEHIND, said.ON_TRACK)
    assert "登记册此后更正了：目标值。以更正后的为准。" in plain(html)
    assert ("第 1 版进度" in html, "<del>20</del> → <ins>17</ins>" in html, "核对原件" in html) == (True, True, True)
    assert ("进度正常" in listed, "≥ 17 家" in public) == (True, True)


def test_terms_changed_in_knowledge_of_the_correction_are_not_corrected_again(office):
    row = office.bind()
    correct(office, value="17")
    path = address(row, "change/")
    from tests.indicators.promises.test_pages import fields_of

    sent = fields_of(page(path, office.client))
    office.client.post(path, {**sent, "target": "18", "reason": "与上级核定一致"})
    row = Promise.objects.get()
    found = queries.one(queries.promise(row.pk))

    assert (sent["target"], row.said["value"], found.terms.target, found.moved) == ("17", "17", Decimal(18), ())


def test_a_rejected_finding_is_no_promise(office):
    row = office.bind()
    observe(("2025", "25"))
    correct(office, way=REJECT)

    assert queries.one(row).measured.why == said.REJECTED
    assert (queries.all_assessed(), queries.lines(office.document.pk)[0].target.code == row.target) == ({}, False)
    assert page("/promises/measured/").count('class="row-link"') == 0
    assert "不构成承诺" in page(address(row))
    assert page(f"/promises/plans/{office.document.pk}/targets/{row.target}/bind/", office.client, 404)


def test_a_plan_is_measured_again_as_it_was_known_on_a_day(office):
    with clock.fixed(DAY[2]):
        row = office.bind()
    observe(("2025", "11"), vintage="2026-03-01", at=DAY[3])
    observe(("2025", "12"), vintage="2026-04-01", at=DAY[8])
    correct(office, at=9, value="25")
    with clock.fixed(DAY[10]):
        actions.change(
            Change(case=row.pk, terms=level(target=Decimal(30)), reason="中期调整目标"),
            by=office.planner,
            key="change-10",
        )

    def seen(known):
        line = next(each for each in queries.measured(office.document.pk, TODAY, known=known) if each.promise)
        found = line.found
        return (line.version, found.terms.target, found.measured.value, found.measured.state)

    assert {known: seen(known) for known in (date(2026, 3, 31), date(2026, 8, 1), date(2026, 9, 1), TODAY)} == {
        date(2026, 3, 31): (1, Decimal(20), 11, said.BEHIND),
        date(2026, 8, 1): (1, Decimal(20), 12, said.ON_TRACK),
        date(2026, 9, 1): (1, Decimal(25), 12, said.BEHIND),
        TODAY: (2, Decimal(30), 12, said.BEHIND),
    }
    assert all(each.promise is None for each in queries.measured(office.document.pk, TODAY, known=date(2026, 1, 31)))


def test_a_figure_of_an_early_vintage_that_was_recorded_later_was_not_known(office):
    with clock.fixed(DAY[2]):
        row = office.bind()
    observe(("2025", "11"), vintage="2026-03-01", at=DAY[8])

    early, late = (
        queries.one_as_of(queries.promise(row.pk), TODAY, day) for day in (date(2026, 7, 1), date(2026, 8, 1))
    )

    assert (early.measured.why, late.measured.value) == (said.NO_VALUE, 11)


def test_a_promise_that_was_ended_later_stands_in_what_was_known_before(office):
    with clock.fixed(DAY[2]):
        row = office.bind()
    with clock.fixed(DAY[6]):
        actions.release(Release(case=row.pk, reason="文件废止不再监测"), by=office.planner, key="release-6")

    def measuring(known):
        return [line.promise.pk for line in queries.measured(office.document.pk, TODAY, known=known) if line.promise]

    assert (measuring(date(2026, 5, 31)), measuring(date(2026, 6, 1)), measuring(None)) == ([row.pk], [], [])


def test_the_same_days_give_the_same_data_and_pages_say_which_day(office):
    with clock.fixed(DAY[2]):
        row = office.bind()
    observe(("2025", "11"), vintage="2026-03-01", at=DAY[3])
    kept = opened.plan(office.document, TODAY, known=date(2026, 3, 31))
    observe(("2025", "12"), vintage="2026-04-01", at=DAY[8])
    again = opened.plan(office.document, TODAY, known=date(2026, 3, 31))
    url = f"/promises/plans/{office.document.pk}/"

    assert kept == again
    first = next(
        each for each in Client().get(url + "data.json?known=2026-03-31").json()["promises"] if each["measured"]
    )
    assert (first["value"], first["observations"][0]["vintage"]) == ("11", "2026-03-01")
    assert "11 家" in plain(page(url + "?known=2026-03-31"))
    assert "12 家" in plain(page(url))
    assert "当日已知的数值和有效的口径显示" in plain(page(address(row) + "?known=2026-03-31"))
    assert "不是日期" in page(url + "?known=someday")


@pytest.mark.parametrize("known", [None, date(2026, 6, 30)])
@pytest.mark.parametrize("many", [1, 3])
def test_a_plan_as_of_a_day_asks_the_same_number_of_queries(office, many, known, django_assert_num_queries):
    with clock.fixed(DAY[2]):
        for number in range(many):
            office.bind(number)
    observe(("2025", "11"), at=DAY[3])
    queries.measured(office.document.pk, TODAY, known=known)

    with django_assert_num_queries(4 if known is None else 6):
        queries.measured(office.document.pk, TODAY, known=known)


def test_terms_of_an_old_binding_without_what_the_register_said_stay():
    terms = Terms(form="level", due_on=date(2027, 12, 31), target=Decimal(3), indicator=LABS)

    assert follow(terms, {}, {}).terms == terms
