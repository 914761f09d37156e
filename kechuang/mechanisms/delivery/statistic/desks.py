"""The office for which a person keeps the dictionary."""

from kechuang.mechanisms.delivery.statistic.moves import DEFINE
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, holding


def desk(actor: Actor) -> Body | None:
    """Give the office for which an actor keeps the dictionary; None where there is none."""
    duties = [duty for duty in holding(actor, DEFINE, on=clock.today(), place="") if duty.authority]
    return Body.objects.filter(pk=duties[0].body).first() if duties else None
