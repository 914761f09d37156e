"""What notices bring to the filled node: a formal notice of the city to a firm, a draft, a webhook, a calendar feed."""

from kechuang.casework.notices import actions, calendar_views, rules, signing
from kechuang.casework.notices.models import Address, Circular, Delivery, Feed, Hook
from kechuang.casework.notices.rules import Sent
from kechuang.web import chance, clock
from tests.matrix.filled import CITY_DESKS, MARKET_DESKS, among
from tests.pages.voucher.world import done


def notices(filled, region) -> None:
    """The receiver answers, the offices of the place send again or take back; drafts are the office's own."""
    world = filled.worlds[region]
    office, firm = world.bodies["city office"], world.bodies["firm"]
    own = among(region, "keeper1", "keeper2", "city1", "city2", "planner", *MARKET_DESKS)
    sends = among(region, *CITY_DESKS) | own
    receives = among(region, "firm clerk")
    title = f"{world.mark}告知机密"
    with world.at():
        request = Sent(
            id=chance.uuid7(),
            key=f"{world.mark}:notice",
            kind=rules.MOVES.kind,
            authority=world.city,
            place=world.city,
            receiver=firm.pk,
            sender=office.pk,
            asks="text",
            title=title,
            text=f"{world.mark}告知正文",
            reply_by=world.on,
        )
        by = world.actor("city1")
        done(actions.send_many([actions.Item(request, request.key)], by=by, on=world.on)[0])
        now = clock.now()
        draft = Circular.objects.create(
            sender=office,
            title=f"{world.mark}通知草稿",
            text="x",
            asks="text",
            kind="enterprise",
            written_on=world.on,
        )
        hook = Hook.objects.create(
            body=firm,
            url=f"https://{world.city}.example/hook",
            secret=signing.secret_of(chance.draw(32)),
            events=["casework.notice"],
            made_at=now,
        )
        delivery = Delivery.objects.create(
            key=f"{world.mark}:delivery", channel="hook", hook=hook, event="casework.notice", made_at=now
        )
        address = Address.objects.create(body=firm, email=f"mail{world.city}@example.org", since=now)
        secret = chance.draw(24).hex()
        person = world.persons["firm clerk"]
        Feed.objects.create(person=person, digest=calendar_views.digest(secret), made_at=now)
    filled.add(region, "formal notice", request.id, sends | receives)
    filled.add(region, "asked notice", request.id, receives)
    filled.add(region, "sent notice", request.id, sends)
    filled.add(region, "circular", draft.pk, own)
    filled.add(region, "webhook", hook.pk, receives)
    filled.add(region, "webhook delivery", delivery.pk, receives)
    filled.add(region, "mail address", address.pk, receives)
    filled.add(region, "feed", secret)
    filled.plant(title, sends | receives)
    filled.plant(f"{world.mark}通知草稿", own)
    filled.plant(address.email, receives)
