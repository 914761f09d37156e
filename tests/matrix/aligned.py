"""A plan of a place below the region's own, a match that its planner confirmed, and a pilot: public, decided by planners."""

from kechuang.policy import actions as importing
from kechuang.policy import rules
from kechuang.policy.works import actions
from kechuang.policy.works.models import Line
from tests.pages.voucher.world import done
from tests.policy import plans

BELOW = "{mark}片区创新方案（演示）\n\n一、目标\n\n到2027年，片区新增高新技术企业30家以上。\n"


def align(filled, region: str, document, among) -> None:
    """Match the line below with the document's own, and put a pilot on record."""
    world = filled.worlds[region]
    text = BELOW.format(mark=world.mark)
    planner = world.actor("planner")
    with world.at():
        draft = importing.preview(plans.reading(text), text, text.encode(), by=planner)
        below = done(importing.accept(draft, rules.as_read(plans.reading(text)), by=planner)).case
        done(
            actions.state(
                below, "none", place=world.bodies["firm"].place, reason="片区方案", by=planner, key=world.key()
            )
        )
        lower, upper = Line.objects.get(document=below), Line.objects.get(document=document, name="新增高新技术企业")
        match = done(actions.align(lower.key, upper.key, "CONFIRMED", by=planner, key=world.key())).case
        pilot = done(
            actions.register_pilot(
                document, "二(一)", "通用通兑试点", world.city, "先行先试", by=planner, key=world.key()
            )
        ).case
    filled.add(region, "register line", lower.pk)
    filled.add(region, "decided match", match)
    filled.add(region, "pilot", pilot)
    filled.add(region, "pilot to judge", pilot, among(region, "planner"))
