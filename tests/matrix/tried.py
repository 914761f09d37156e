"""Trials and open licences of each region: an offer, a trial that runs, one that is asked for, a declaration, a use."""

from datetime import date
from decimal import Decimal

from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.mechanisms.market.result import actions as results
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.result.rules import requests as of_results
from kechuang.mechanisms.market.trial import actions
from kechuang.mechanisms.market.trial.rules import requests as asked
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_USE, TRIAL
from kechuang.web import chance
from tests.matrix.achieved import registered
from tests.pages.voucher.world import done

TRIAL_READERS = ("city1", "city2", "county", "operator", "planner", "leader", "transfer office", "firm clerk")
OPEN_READERS = ("city1", "city2", "county", "operator", "transfer office", "firm clerk")
LUMP = Price(form="lump", amount=Decimal(50_000))


def trials(filled, region: str, among) -> None:
    """Plant them: what a firm tries, and for what, is read by its parties and the offices of the place."""
    world = filled.worlds[region]
    seen, open_seen = among(region, *TRIAL_READERS), among(region, *OPEN_READERS)
    inside = among(region, *(name for name in TRIAL_READERS if name != "firm clerk"))
    own = among(region, *(name for name in OPEN_READERS if name != "firm clerk"))
    secret, use_secret = f"{world.mark}未公开试用目的", f"{world.mark}未公开实施用途"
    offer, case = _offer(world), None
    for at in range(2):
        case = _asked(world, offer if at == 0 else _offer(world, 4), secret)
        filled.add(region, "trial" if at else "trial asked", case, seen)
        if at:
            _signed(world, case)
    waiting, published = _declared(world, 5), _declared(world, 6)
    with world.at():
        step = asked.Step(case=published[0], result=published[1], deal=chance.uuid7())
        done(actions.take(OPEN_LICENCE.kind, "publish", step, by=world.actor("operator"), key=world.key()))
        firm = world.bodies["firm"]
        request = asked.Notify(
            case=chance.uuid7(), licence=published[0], firm=firm.pk, county=firm.place, use=use_secret
        )
        use = done(actions.begin(OPEN_USE.kind, request, by=world.actor("firm clerk"), key=world.key())).case
    filled.add(region, "trial offer", offer, inside)
    filled.add(region, "trial in pool", offer)
    filled.add(region, "open declaration", waiting[0], own)
    filled.add(region, "open licence", published[0])
    filled.add(region, "open use", use, open_seen)
    filled.plant(secret, seen)
    filled.plant(use_secret, open_seen)


def _listed(world, serial: int):
    case = registered(world, f"{world.mark}试用成果{serial}", f"{world.mark}试用成果简介{serial}", serial)
    # The world of the walk registers results of a firm; what they were funded by is not what is walked here.
    Achievement.objects.filter(pk=case).update(government=True)
    Achievement.objects.get(pk=case).ips.update(granted_on=date(2025, 1, 1), fee_until=date(2030, 1, 1))
    with world.at():
        done(results.take("list", of_results.Offer(case=case), by=world.actor("transfer office"), key=world.key()))
    return case


def _offer(world, serial: int = 3):
    unit, office = world.bodies["provider"], world.bodies["city office"]
    request = asked.Offer(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=unit.place,
        unit=unit.pk,
        result=_listed(world, serial),
        price=LUMP,
        cap=None,
        months=12,
        exclusive=False,
        audience="all",
        delivers="样品",
    )
    with world.at():
        return done(actions.begin(OFFER.kind, request, by=world.actor("transfer office"), key=world.key())).case


def _asked(world, offer, secret: str):
    firm = world.bodies["firm"]
    request = asked.Ask(
        case=chance.uuid7(),
        offer=offer,
        firm=firm.pk,
        county=firm.place,
        purpose=secret,
        criteria="合格",
        declares_small=True,
    )
    with world.at():
        return done(actions.begin(TRIAL.kind, request, by=world.actor("firm clerk"), key=world.key())).case


def _signed(world, case) -> None:
    with world.at():
        agree = asked.Agree(case=case, start=world.on, months=12, number="SY")
        done(actions.take(TRIAL.kind, "agree", agree, by=world.actor("transfer office"), key=world.key()))
        result = actions.Trial.objects.get(pk=case).result_id
        sign = asked.Sign(case=case, result=result, deal=chance.uuid7())
        done(actions.take(TRIAL.kind, "sign", sign, by=world.actor("firm clerk"), key=world.key()))


def _declared(world, serial: int):
    unit, office, result = world.bodies["provider"], world.bodies["city office"], _listed(world, serial)
    request = asked.Declare(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=unit.place,
        unit=unit.pk,
        result=result,
        number=Achievement.objects.get(pk=result).ips.get().number,
        fee=LUMP,
        payment="一次付清",
        until=date(2029, 1, 1),
        legal="in_force",
    )
    with world.at():
        by = world.actor("transfer office")
        return done(actions.begin(OPEN_LICENCE.kind, request, by=by, key=world.key())).case, result
