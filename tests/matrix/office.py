"""What the office brings to the filled node: a collection that a planner sent and that one firm answered."""

from datetime import date

from kechuang.casework.elements import acts
from kechuang.casework.elements.models import CollectionAnswer
from kechuang.casework.elements.rules import GiveAnswer, Recipient, Send
from kechuang.web import chance
from tests.pages.voucher.world import done

ASKED = ("organisation.rnd_staff", "organisation.rnd_yuan")


def collections(filled, region, among) -> None:
    """Two firms are asked; one has answered; the other still may."""
    world = filled.worlds[region]
    firms = [world.bodies[name] for name in ("firm", "neighbour")]
    spent = f"{world.on:%m}77{world.city[:4]}.00"
    with world.at():
        request = Send(
            case=chance.uuid7(),
            office=world.bodies["city office"].pk,
            authority=world.city,
            place=world.city,
            title=f"{world.mark}研发情况",
            basis="测试文件第3条",
            purpose="年度评估",
            elements=ASKED,
            year=world.on.year,
            reply_by=date(world.on.year, world.on.month, 28),
            expires_on=date(world.on.year, world.on.month, 30),
            recipients=tuple(Recipient(chance.uuid7(), firm.pk, firm.place) for firm in firms),
            known=0,
            seconds=36,
        )
        done(acts.send(request, by=world.actor("planner"), key=world.key()))
        values = dict(zip(ASKED, ("31", spent), strict=True))
        answer = GiveAnswer(request.recipients[1].case, values)
        done(acts.give_answer(answer, by=world.actor("neighbour clerk"), key=world.key()))
    desks = among(region, "city1", "city2", "planner")
    filled.add(region, "collection", request.case, desks)
    filled.add(region, "asked", request.recipients[0].case, among(region, "firm clerk"))
    for row in CollectionAnswer.objects.filter(collection=request.case):
        clerk = "firm clerk" if row.body_id == firms[0].pk else "neighbour clerk"
        filled.add(region, "collection answer", row.pk, desks | among(region, clerk))
    filled.plant(spent, desks | among(region, "neighbour clerk"))
