"""A contract in each stage of each region, with a subject that only its parties and their office may read."""

from datetime import timedelta
from decimal import Decimal

from kechuang.mechanisms.market.contract import actions
from kechuang.mechanisms.market.contract.filling import bring, party_of
from kechuang.mechanisms.market.contract.rules.content import Contract, Party
from kechuang.mechanisms.market.contract.rules.requests import Ask, Step
from tests.pages.voucher.world import done

READERS = ("auditor", "planner", "leader", "firm clerk", "registrar")
STAGES = ("new", "accepted", "reviewed", "registered", "asked")


def contracts(filled, region: str, seen) -> None:
    world = filled.worlds[region]
    office, firm = world.bodies["county office"], world.bodies["firm"]
    clerk, registrar = world.actor("firm clerk"), world.actor("registrar")
    secret = f"{world.mark}未公开合同标的"
    for at, stage in enumerate(STAGES):
        content = Contract(
            title=f"{world.mark}合同{'甲乙丙丁戊'[at] * 8}",
            number=f"{world.mark}{at}",
            type="development",
            subtype="entrusted",
            seller=party_of(firm),
            buyer=Party(name=f"{world.mark}买方单位", place="310115"),
            signed_on=world.on - timedelta(days=5 + at),
            subject=f"{secret}{at}",
            acceptance="按任务书指标由第三方检测",
            total_yuan=Decimal(100_000 + at),
            original_seen=True,
        )
        with world.at():
            request = bring(content, office, holder=firm.pk)
            case = done(actions.bring(request, by=clerk, key=world.key())).case
            for move in {"accepted": ("accept",), "reviewed": ("accept", "refer")}.get(stage, ()):
                step = Step(case=case, move=move, ground="disputed", text="有争议")
                done(actions.take(move, step, by=registrar, key=world.key()))
            if stage in {"registered", "asked"}:
                for move in ("accept", "register"):
                    done(actions.take(move, Step(case=case, move=move), by=registrar, key=world.key()))
            if stage == "asked":
                wish = Ask(case=case, wish="change", text=secret)
                done(actions.take("ask", wish, by=clerk, key=world.key()))
        filled.add(region, f"contract {stage}", case, seen)
        if stage == "registered":
            filled.add(region, "certificate", case)
            filled.add(region, "open month", f"{world.on:%Y-%m}")
            filled.add(region, "open record", f"unregistered-{office.authority}-{case}")
    filled.plant(secret, seen)
