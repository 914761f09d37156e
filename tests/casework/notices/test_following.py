"""Notices follow the ledger: what a fact means for its parties is told once, however often it is asked."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kechuang.casework.act import act
from kechuang.casework.notices import following, words
from kechuang.casework.notices.following import BUILDERS, on_fact, to_parties
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.sending import Draft
from kechuang.ledger.models import Cursor
from kechuang.web import chance, clock
from tests.casework.conftest import library  # noqa: F401 - the fixture of the lending library
from tests.casework.lending import HAND_BACK, LEND, Change, Lend


@pytest.fixture(autouse=True)
def own_builders():
    known = dict(BUILDERS)
    BUILDERS.clear()
    yield
    BUILDERS.clear()
    BUILDERS.update(known)


def lend(library, key="k"):  # noqa: F811 - the fixture's value
    request = Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    return act(LEND, request, by=library.clerk, key=key).case


def follow():
    return following.follow_all(clock.now())


def test_a_fact_tells_the_sides_named(library):  # noqa: F811 - the fixture's value
    on_fact("tests.loan.lent", to_parties("holder", "office", values=("amount",)))
    case = lend(library)

    follow()

    rows = Notice.objects.order_by("pk")
    assert {(row.body_id, row.about_id, row.kind, row.formal) for row in rows} == {
        (library.borrower.pk, case, "tests.loan.lent", False),
        (library.office.pk, case, "tests.loan.lent", False),
    }


def test_what_was_followed_is_not_told_again(library):  # noqa: F811 - the fixture's value
    on_fact("tests.loan.lent", to_parties("holder"))
    lend(library)
    follow()
    Cursor.objects.filter(name=following.CURSOR).update(position=0)

    follow()

    assert Notice.objects.count() == 1


def test_a_fact_that_nobody_builds_for_moves_the_cursor(library):  # noqa: F811 - the fixture's value
    on_fact("tests.loan.lent", to_parties("holder"))
    case = lend(library)
    act(HAND_BACK, Change(case), by=library.reader, key="back")

    follow()

    assert (Notice.objects.count(), Cursor.objects.get(name=following.CURSOR).position) == (1, 2)


def test_a_failure_in_the_middle_keeps_nothing_and_loses_nothing(library):  # noqa: F811 - the fixture's value
    calls = []

    def build(event):
        calls.append(event.entry.seq)
        if len(calls) == 2:
            raise RuntimeError("killed")
        yield Draft(kind="tests.loan.lent", to_body=event.about.holder_id, case=event.about.pk)

    on_fact("tests.loan.lent", build)
    lend(library, "a")
    lend(library, "b")

    with pytest.raises(RuntimeError):
        follow()
    kept = Notice.objects.count()
    follow()

    assert (kept, Notice.objects.count()) == (0, 2)


def test_a_node_that_begins_to_follow_does_not_tell_old_news(library):  # noqa: F811 - the fixture's value
    on_fact("tests.loan.lent", to_parties("holder"))
    lend(library)

    following.follow_all(clock.now() + following.LOOK_BACK + timedelta(days=1))

    assert Notice.objects.count() == 0


def test_a_notice_with_receipt_leaves_facts_that_tell_nobody(library):  # noqa: F811 - the fixture's value
    on_fact("tests.loan.lent", to_parties("holder", receipt=True))
    lend(library)

    follow()
    follow()

    row = Notice.objects.get()
    assert (row.formal, row.asks, row.sender_id) == (True, "receipt", library.office.pk)


def test_the_words_quote_the_values_with_their_types(library):  # noqa: F811 - the fixture's value
    lend(library)
    notice = Notice(
        kind="casework.due_step", values={"number": "7", "due_on": {"day": "2026-03-01"}, "step_zh": "蓝色提示"}
    )

    assert words.text(notice) == "事项 7：蓝色提示。办理期限为 2026年3月1日。请打开事项查看下一步。"
