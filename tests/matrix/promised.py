"""A target of each region's document, bound to an indicator by its planner."""

from datetime import date
from decimal import Decimal

from kechuang.indicators.promises import actions
from kechuang.indicators.promises.rules import Bind
from kechuang.indicators.promises.terms import Terms
from kechuang.policy.models import Target
from kechuang.web import chance
from tests.pages.voucher.world import done


def promise(filled, region: str, document, among) -> None:
    """Plant a measured promise: its page is everybody's, its steps are the planner's."""
    world = filled.worlds[region]
    target = Target.objects.select_related("clause").filter(document=document).order_by("start").first()
    with world.at():
        request = Bind(
            case=chance.uuid7(),
            authority=world.city,
            office=world.bodies["city office"].pk,
            document=document,
            target=target.code,
            clause=target.clause.path if target.clause else "",
            title=target.indicator,
            quote=target.quote,
            terms=Terms(
                form="level",
                due_on=date(2027, 12, 31),
                target=Decimal(20),
                indicator="voucher.rights_granted",
                place=world.city,
            ),
            reason="按平台记录计量",
        )
        case = done(actions.bind(request, by=world.actor("planner"), key=f"{world.mark}:bind")).case
    filled.add(region, "measured promise", case, among(region, "planner"))
    filled.add(region, "promise to judge", case, among(region, "planner", "auditor"))
    filled.add(region, "public promise", case)
