"""Who saw what: noted when an office opens a restricted record, shown to the person and to the body's keeper."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from kechuang.casework.disclosures import log
from kechuang.casework.disclosures.models import Disclosure
from kechuang.casework.erasure import erase_person, subject_of
from kechuang.ledger import erase, sign
from kechuang.web import clock
from kechuang.web.accounts.models import Delegation, Filling, Person, Post
from tests.casework.conftest import NOW
from tests.casework.disclosures.conftest import NAMED, signed_in

LIST = "/account/disclosures/"


def kept() -> list[tuple[str, ...]]:
    rows = Disclosure.objects.order_by("pk").select_related("by")
    return [(row.by.username, row.kind, row.groups, row.way, row.subject[:7]) for row in rows]


def seen_by(actor) -> list[dict]:
    return signed_in(actor).get("/api/v1/disclosures/").json()["items"]


def test_what_an_officer_read_is_shown_to_the_person(scene):
    page = signed_in(scene.auditor).get(f"/facts/{scene.fact}/").content.decode()
    told = signed_in(scene.subject).get(LIST).content.decode()

    [row] = seen_by(scene.subject)
    assert NAMED in page
    assert (row["reader"], row["body"], row["role"]) == ("auditor", "Library", "tests.auditor")
    assert (row["record"], row["about"], row["groups"], row["way"]) == (
        "tests.loan.lent 330106-2026-000001",
        "本人",
        "主管机关，个人信息",
        "网页",
    )
    assert "auditor" in told
    assert NAMED not in str(Disclosure.objects.values())


def test_each_way_of_reading_a_fact_is_noted_and_the_public_part_is_not(scene):
    sign.checkpoint("330100", made_at=NOW)
    client, fact = signed_in(scene.auditor), scene.fact

    for address in (
        f"/facts/{fact}/",
        f"/facts/{fact}/proof.json?groups=all",
        f"/facts/{fact}/proof.json",
        f"/api/v1/facts/{fact}",
        f"/api/v1/facts/{fact}/proof?groups=all",
        f"/api/v1/facts/{fact}/proof",
    ):
        assert client.get(address).status_code == 200, address

    person = ("auditor", "tests.loan.lent", "authority,personal")
    assert kept() == [(*person, "page", "person/"), (*person, "proof", "person/"), (*person, "api", "person/")]


def test_an_office_that_may_not_read_the_personal_part_is_not_noted_for_the_person(scene):
    page = signed_in(scene.library.clerk).get(f"/facts/{scene.fact}/").content.decode()

    assert NAMED not in page
    assert kept() == [("clerk", "tests.loan.lent", "authority", "page", "")]
    assert seen_by(scene.subject) == []


def test_a_case_opened_by_an_office_is_shown_to_the_keeper_of_its_body(scene):
    signed_in(scene.library.clerk).get(reverse("casework:case", args=[scene.case]))
    signed_in(scene.library.clerk).get(f"/api/v1/cases/{scene.case}")

    rows = seen_by(scene.keeper)
    assert kept() == [("clerk", "tests.loan", "authority", way, "") for way in ("page", "api")]
    assert [(row["reader"], row["about"], row["way"]) for row in rows] == [
        ("clerk", "Firm", "接口"),
        ("clerk", "Firm", "网页"),
    ]


def test_the_parties_read_their_own_without_a_note(scene):
    signed_in(scene.library.reader).get(reverse("casework:case", args=[scene.case]))

    assert kept() == []


def test_nobody_else_sees_who_read(scene):
    signed_in(scene.auditor).get(f"/facts/{scene.fact}/")
    signed_in(scene.auditor).get(reverse("casework:case", args=[scene.case]))

    told = {name: len(seen_by(getattr(scene, name))) for name in ("subject", "keeper", "auditor")}
    told |= {name: len(seen_by(getattr(scene.library, name))) for name in ("clerk", "reader", "stranger")}
    assert len(kept()) == 2
    assert told == {"subject": 1, "keeper": 1, "auditor": 0, "clerk": 0, "reader": 0, "stranger": 0}


def test_a_record_opened_again_the_same_day_is_one_row_with_a_later_moment(scene):
    client, later = signed_in(scene.auditor), NOW + timedelta(hours=2)
    client.get(f"/facts/{scene.fact}/")
    with clock.fixed(later):
        client.get(f"/facts/{scene.fact}/")
    with clock.fixed(NOW + timedelta(days=1)):
        client.get(f"/facts/{scene.fact}/")

    rows = Disclosure.objects.order_by("pk").values_list("first_at", "last_at")
    assert list(rows) == [(NOW, later), (NOW + timedelta(days=1),) * 2]


def test_a_note_costs_one_statement(scene, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address = signed_in(scene.auditor), reverse("casework:case", args=[scene.case])
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert [each["sql"].split('"')[1] for each in asked if "INSERT" in each["sql"]] == ["disclosures_disclosure"]
    assert sum("disclosures_" in each["sql"] for each in asked) == 1


def test_whoever_reads_for_somebody_else_is_named_with_them(scene):
    library = scene.library
    post = Post.objects.create(
        body=library.office, title="Auditor", roles=["tests.auditor"], valid_from=date(2020, 1, 1)
    )
    giver = Person.objects.create_user("giver", name="giver")
    Filling.objects.create(post=post, person=giver, valid_from=date(2020, 1, 1))
    taker = Person.objects.create_user("taker", name="taker")
    day = date(2026, 1, 1)
    Delegation.objects.create(
        giver=giver, taker=taker, post=post, valid_from=day, valid_to=date(2026, 2, 1), reason="x"
    )

    signed_in(taker).get(f"/facts/{scene.fact}/")

    [row] = seen_by(scene.subject)
    assert row["reader"] == "taker（代giver）"


def test_the_log_is_forgotten_after_its_time_but_never_under_half_a_year(scene, settings):
    settings.KECHUANG_DISCLOSURE_DAYS = 1
    signed_in(scene.auditor).get(f"/facts/{scene.fact}/")

    forgotten = []
    for days in (180, 181):
        with clock.fixed(NOW + timedelta(days=days)):
            forgotten.append(log.forget_old())

    assert (forgotten, kept()) == ([0, 1], [])


def test_an_erased_fact_opens_nothing_more(scene):
    erase.erase(subject=subject_of(scene.subject.pk), erased_at=NOW)

    signed_in(scene.auditor).get(f"/facts/{scene.fact}/")

    assert kept() == [("auditor", "tests.loan.lent", "authority", "page", "")]


@pytest.mark.usefixtures("committed_db")
def test_what_speaks_of_an_erased_person_is_erased(client):
    from tests.casework.conftest import stock
    from tests.casework.disclosures.conftest import lend

    moment = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    with clock.fixed(moment):
        library = stock()
        subject = Person.objects.create_user("qin", name=NAMED)
        lend(library, subject)
        row = {"day": moment.date(), "first_at": moment, "last_at": moment, "record": "x", "kind": "x", "groups": "x"}
        Disclosure.objects.create(key="1", subject=subject_of(subject.pk), by_id=library.clerk.person, **row)
        Disclosure.objects.create(key="2", subject="person/other", by_id=subject.pk, **row)

        erased = erase_person(subject)

    assert erased.others["disclosures"] == 1
    assert list(Disclosure.objects.values_list("key", "by__name")) == [("2", "—")]
