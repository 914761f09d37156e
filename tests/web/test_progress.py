"""Long work: stepped, watched, stopped, seen by its own person only."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kechuang.web import clock, progress
from kechuang.web.accounts.models import Person
from kechuang.web.models import LongWork


@pytest.fixture
def work(kit, person):
    return progress.begin("import", "名单.xlsx（演示）", by=person.pk, total=200)


def test_work_goes_from_waiting_to_done(work):
    first = progress.step(work.pk, 50, says="第 50 行")
    progress.finish(work.pk, result_url="/help/", says="写入 200 行")

    work.refresh_from_db()
    assert first is True
    assert (work.state, work.says, work.result_url) == ("done", "写入 200 行", "/help/")


def test_a_step_after_the_word_to_stop_says_so_and_changes_nothing(work):
    progress.step(work.pk, 50)
    progress.ask_to_stop(work.pk)

    went_on = progress.step(work.pk, 100)

    work.refresh_from_db()
    assert (went_on, work.done, work.state) == (False, 50, "running")


def test_work_that_has_not_begun_stops_at_once(work):
    progress.ask_to_stop(work.pk)

    work.refresh_from_db()
    assert work.state == "stopped"


def test_ended_work_stays_as_it_ended(work):
    progress.fail(work.pk, says="第 3 行无法读取")

    progress.finish(work.pk, says="写入")

    work.refresh_from_db()
    assert (work.state, work.says) == ("failed", "第 3 行无法读取")


def test_the_page_shows_how_far_it_is_and_looks_again_by_itself(work, client, person):
    progress.step(work.pk, 50, says="第 50 行")
    client.force_login(person)

    text = client.get(reverse("web:work", args=[work.pk])).content.decode()

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert '<progress class="work" value="50" max="200"' in text


def test_the_part_asks_for_the_whole_page_when_the_work_has_ended(work, client, person):
    client.force_login(person)
    headers = {"HX-Request": "true", "HX-Target": "div#work"}
    before = client.get(reverse("web:work", args=[work.pk]), headers=headers)
    progress.finish(work.pk)

    after = client.get(reverse("web:work", args=[work.pk]), headers=headers)

    assert ("HX-Refresh" in before.headers, after.headers["HX-Refresh"]) == (False, "true")


def test_nobody_else_sees_or_stops_it(work, client, db):
    client.force_login(Person.objects.create_user("zhou", name="周明（演示）"))

    seen = client.get(reverse("web:work", args=[work.pk]))
    stopped = client.post(reverse("web:work-stop", args=[work.pk]))

    work.refresh_from_db()
    assert (seen.status_code, stopped.status_code, work.stop_asked) == (404, 404, False)


def test_the_next_page_says_once_that_watched_work_has_ended(work, client, person):
    client.force_login(person)
    session = client.session
    session[progress.WATCHED] = [str(work.pk)]
    session.save()
    progress.finish(work.pk, result_url="/help/#keys")

    pages = [client.get("/help/").content.decode() for _ in range(3)]

    assert ['href="/help/#keys"' in text for text in pages] == [True, False, False]


def test_old_work_is_forgotten(work):
    later = clock.real_now() + timedelta(days=31)

    assert (progress.purge(clock.real_now()), progress.purge(later), LongWork.objects.count()) == (0, 1, 0)
