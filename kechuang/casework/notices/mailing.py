"""Which mails are due: at once, or one digest a day or a week; never in quiet hours, never the same news twice."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext, override

from kechuang.casework import queue
from kechuang.casework.notices import receiving
from kechuang.casework.notices.models import Address, Delivery, Notice, Told
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import read_actor

AT_ONCE, DAILY, WEEKLY, NONE = "at_once", "daily", "weekly", "none"
RHYTHMS = (AT_ONCE, DAILY, WEEKLY, NONE)
DIGEST_HOUR = 8  # our design: when offices begin
MONDAY = 0
LOOK_BACK = timedelta(days=30)
MOST = 500


def gather(moment: datetime) -> int:
    """Put what is news into deliveries; give how many mails were made. Nothing where the node sends no mail."""
    from kechuang.casework.notices.mail import configured  # noqa: PLC0415 - read when asked, so that tests may set it

    if not configured():
        return 0
    _default_addresses(moment)
    local = moment.astimezone(clock.CHINA)
    made = 0
    rows = Address.objects.exclude(rhythm=NONE).select_related("person", "body").order_by("pk")
    for address in rows:
        if ready(address, local):
            made += _gather(address, local)
    return made


def _default_addresses(moment: datetime) -> None:
    """Everybody with an e-mail address gets a daily digest until they choose otherwise."""
    known = Address.objects.filter(person__isnull=False).values("person")
    new = Person.objects.filter(is_active=True).exclude(email="").exclude(pk__in=known)
    Address.objects.bulk_create(
        [Address(person=each, email=each.email, rhythm=DAILY, since=moment - timedelta(days=1)) for each in new],
        ignore_conflicts=True,
    )


def ready(address: Address, local: datetime) -> bool:
    """Say whether mail may go to an address at a moment of China's day: rhythm, day and quiet hours."""
    if quiet(address.quiet_from, address.quiet_to, local.hour):
        return False
    if address.rhythm == AT_ONCE:
        return True
    if local.time() < time(DIGEST_HOUR) or address.last_digest_on == local.date():
        return False
    return address.rhythm == DAILY or local.weekday() == MONDAY


def quiet(first: int | None, until: int | None, hour: int) -> bool:
    """Say whether an hour lies in the quiet hours, which may run over midnight (22 to 7)."""
    if first is None or until is None or first == until:
        return False
    return first <= hour < until if first < until else hour >= first or hour < until


def _gather(address: Address, local: datetime) -> int:
    with queue.writer(), transaction.atomic():
        held = Address.objects.select_for_update().filter(pk=address.pk).first()
        if held is None or not ready(held, local):
            return 0
        news = list(unsaid(address, local)[:MOST])
        if address.rhythm == AT_ONCE:
            for notice in news:
                _deliver(address, [notice], f"mail:{address.pk}:{notice.pk}:{notice.reminded}")
            return len(news)
        Address.objects.filter(pk=address.pk).update(last_digest_on=local.date())
        if news:
            _deliver(address, news, f"digest:{address.pk}:{local.date()}")
        return int(bool(news))


def unsaid(address: Address, local: datetime) -> QuerySet[Notice]:
    """Give the unread notices of an address that no mail to it has spoken of yet."""
    said = Told.objects.filter(address=address).values("notice")
    fresh = Notice.objects.filter(read_at__isnull=True, made_at__gte=max(address.since, local - LOOK_BACK))
    return fresh.filter(_owner(address, local.date())).exclude(pk__in=said).order_by("pk")


def _owner(address: Address, on: date) -> Q:
    if address.person is None:
        return Q(body=address.body)
    actor = read_actor(address.person)
    return Q(person=address.person) | Q(body__in=receiving.bodies_of(actor, receiving.RECEIVE, on))


def _deliver(address: Address, news: Sequence[Notice], key: str) -> None:
    language = address.language or (address.person.language if address.person else "") or settings.LANGUAGE_CODE
    one = str(news[0].pk) if address.rhythm == AT_ONCE else ""
    payload = {"count": len(news), "notice": one, "language": language}
    now = clock.real_now()
    delivery = Delivery.objects.create(
        key=key, channel="mail", address=address, event=address.rhythm, payload=payload, made_at=now, next_at=now
    )
    Told.objects.bulk_create([Told(address=address, notice=each, delivery=delivery) for each in news])


def words(payload: dict[str, object]) -> tuple[str, str]:
    """Give subject and text of a mail: how many notices wait and where. No title, no name, no value of any case."""
    count, one = int(str(payload["count"])), payload["notice"]
    base = settings.KECHUANG_URL.rstrip("/")
    with override(str(payload["language"])):
        subject = ngettext("A notice waits for you", "%(count)s notices wait for you", count) % {"count": count}
        where = f"{base}/notices/{one}/" if one else f"{base}/notices/?state=unread"
        text = gettext(
            "%(subject)s on the platform Kechuang. Read it after signing in:\n\n%(where)s\n\n"
            "This message holds no content on purpose. How often you hear of notices you choose here:\n%(choose)s\n"
        )
        return subject, text % {"subject": subject, "where": where, "choose": f"{base}/notices/settings/"}
