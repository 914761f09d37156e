"""Mail about notices: how often, never in quiet hours, never the same news twice, never a word of the content."""

from datetime import UTC, datetime, timedelta

import pytest

from kechuang.casework.notices import delivering, mailing
from kechuang.casework.notices.mail import server
from kechuang.casework.notices.mailing import quiet
from kechuang.casework.notices.models import Address, Delivery, Notice
from kechuang.casework.notices.sending import send
from tests.casework.notices import loopback
from tests.casework.notices.conftest import NOW, TODAY

KIND = "casework.notice"
MORNING = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)  # nine o'clock in China, a Monday
DAY = timedelta(days=1)


@pytest.fixture
def post(settings):
    with loopback.mail() as (url, taken):
        settings.KECHUANG_SMTP, settings.KECHUANG_URL = url, "https://node.example"
        settings.KECHUANG_MAIL_FROM, settings.KECHUANG_DEMO = "node@node.example", False
        yield taken


def address(town, name="clerk", **values):
    person = town.persons[name]
    fields = {"email": person.email, "rhythm": "daily", "since": NOW - DAY, **values}
    return Address.objects.create(person=person, **fields)


def only(town, *names):
    """Leave the other persons without an address of their own."""
    for name, person in town.persons.items():
        if name not in names:
            person.email = ""
            person.save()


def notice(town, key, **values):
    return send(KIND, to_body=town.firm.pk, on=TODAY, key=key, values=values)


def carry(moment=MORNING):
    mailing.gather(moment)
    return delivering.deliver_now(moment)


def test_one_digest_a_day_holds_the_number_and_a_link_and_nothing_else(town, post):
    only(town, "clerk")
    address(town)
    notice(town, "a", secret="Order 77")
    notice(town, "b")

    carry()
    notice(town, "c")
    carry(MORNING + timedelta(hours=5))

    [text] = post
    assert "https://node.example/notices/?state=unread" in text
    assert ("Order 77" in text, Notice.objects.filter(values__secret="Order 77").count()) == (False, 1)
    assert Delivery.objects.get().payload["count"] == 2


def test_the_next_days_digest_holds_only_what_is_new(town, post):
    only(town, "clerk")
    address(town)
    notice(town, "a")
    carry()
    notice(town, "b")

    carry(MORNING + DAY)
    carry(MORNING + 2 * DAY)

    assert [row.payload["count"] for row in Delivery.objects.order_by("made_at")] == [1, 1]
    assert len(post) == 2


def test_what_was_read_meanwhile_is_no_news(town, post):
    only(town, "clerk")
    address(town)
    notice(town, "a")
    Notice.objects.update(read_at=NOW)

    carry()

    assert (post, Delivery.objects.count()) == ([], 0)


def test_a_reminder_is_news_again(town, post):
    only(town, "clerk")
    address(town, rhythm="at_once")
    first = send(KIND, to_body=town.firm.pk, on=TODAY, key="k", receipt=True)
    carry()
    Notice.objects.update(sender=town.city)
    from kechuang.casework.models import Case
    from kechuang.casework.notices import actions

    Case.objects.filter(pk=first.pk).update(place="330100")
    actions.remind([first.pk], by=town.actor("officer"), key="remind", on=TODAY)

    carry()

    assert len(post) == 2


@pytest.mark.parametrize(
    ("rhythm", "moments", "mails"),
    [
        ("at_once", [0], 2),
        ("weekly", [0], 1),
        ("weekly", [1], 0),
        ("none", [0, 1], 0),
        ("daily", [0, 1], 1),
    ],
)
def test_the_rhythm_is_the_persons_choice(town, post, rhythm, moments, mails):
    only(town, "clerk")
    address(town, rhythm=rhythm)
    notice(town, "a")
    notice(town, "b")

    for days in moments:
        carry(MORNING + days * DAY)

    assert len(post) == mails


@pytest.mark.parametrize(
    ("first", "until", "hour", "expected"),
    [
        (22, 7, 23, True),
        (22, 7, 6, True),
        (22, 7, 7, False),
        (22, 7, 12, False),
        (12, 14, 13, True),
        (12, 14, 14, False),
        (None, 7, 3, False),
        (5, 5, 5, False),
    ],
)
def test_quiet_hours_may_run_over_midnight(first, until, hour, expected):
    assert quiet(first, until, hour) is expected


def test_a_mail_at_once_waits_for_the_end_of_the_quiet_hours(town, post):
    only(town, "clerk")
    address(town, rhythm="at_once", quiet_from=8, quiet_to=10)
    notice(town, "a")

    carry(MORNING)
    before = len(post)
    carry(MORNING + timedelta(hours=1))

    assert (before, len(post)) == (0, 1)


def test_everybody_with_an_address_gets_a_daily_digest_until_they_choose(town, post):
    only(town, "clerk", "second")
    notice(town, "a")

    carry()

    rows = Address.objects.order_by("email")
    assert [(row.email, row.rhythm) for row in rows] == [
        ("clerk@example.org", "daily"),
        ("second@example.org", "daily"),
    ]
    assert len(post) == 2


def test_a_mail_that_is_not_taken_is_tried_again_under_the_same_message_id(town, post):
    only(town, "clerk")
    address(town)
    notice(town, "a")
    post.status = 451
    mailing.gather(MORNING)
    later = Delivery.objects.get().next_at

    delivering.deliver(later)
    waiting = Delivery.objects.get()
    post.status = 200
    delivering.deliver(later + timedelta(seconds=59))
    early = len(post)
    delivering.deliver(later + timedelta(minutes=1))

    row = Delivery.objects.get()
    assert (waiting.state, waiting.attempts, waiting.next_at) == ("waiting", 1, later + timedelta(minutes=1))
    assert (early, row.state, row.attempts) == (0, "sent", 2)
    assert f"<{row.pk}@node.example>" in post[0]


def test_without_a_server_nothing_is_made(town, settings):
    settings.KECHUANG_SMTP = ""
    notice(town, "a")

    assert (carry(), Address.objects.count(), Delivery.objects.count()) == (0, 0, 0)


def test_a_demonstration_sends_no_mail(town, post, settings):
    settings.KECHUANG_DEMO = True
    notice(town, "a")

    carry()

    assert post == []


def test_a_server_is_read_from_its_address():
    found = server("smtp://user:p%40ss@mail.example:2525")

    assert (found.host, found.port, found.scheme, found.user, found.password) == (
        "mail.example",
        2525,
        "smtp",
        "user",
        "p@ss",
    )
    with pytest.raises(ValueError, match="KECHUANG_SMTP"):
        server("imap://mail.example")
