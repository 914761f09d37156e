"""Rewards for programs: the computation, open to all, and the lists."""

from django.http import HttpRequest
from ninja import Query, Router

from kechuang.kernel.reading import FaultError
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.reward import lists, totals, wording
from kechuang.mechanisms.market.reward.calculating import compute_for
from kechuang.mechanisms.market.reward.rules.lawful import Cite, subject_of
from kechuang.mechanisms.market.reward.rules.moves import EMPOWERMENT_READ, READ, REPORT_READ
from kechuang.mechanisms.market.reward.rules.waterfall import Computation, Inputs
from kechuang.mechanisms.market.reward.schemas import RewardIn, RewardLineOut, RewardOut, RewardRuleOut, RewardTotalOut
from kechuang.rulebook import load as rulebook
from kechuang.web.api import Needs, RefusedError, list_endpoint

router = Router()
list_endpoint(router, "/", lists.SHEETS, lists.sheets, permission=READ, operation_id="list_reward_sheets")
list_endpoint(
    router,
    "/empowerments",
    lists.EMPOWERMENTS,
    lists.empowerments,
    permission=EMPOWERMENT_READ,
    operation_id="list_empowerments",
)
list_endpoint(
    router, "/reports", lists.REPORTS, lists.reports, permission=REPORT_READ, operation_id="list_transfer_reports"
)
list_endpoint(router, "/notices", lists.NOTICES, lists.notices, permission="public", operation_id="list_reward_notices")
list_endpoint(router, "/dormant", lists.DORMANT, lists.dormant, permission="public", operation_id="list_idle_results")


@router.get("/totals", auth=Needs("public"), response=list[RewardTotalOut], summary="Yearly totals of transfer")
def yearly(request: HttpRequest) -> list[RewardTotalOut]:  # noqa: ARG001 - the interface hands it
    """Give the sums of all reports filed, by year."""
    return [
        RewardTotalOut(year=each.year, units=each.units, due=each.due, figures=each.figures) for each in totals.totals()
    ]


def _rule(rule: Cite) -> RewardRuleOut:
    names = ("key", "place", "since", "meaning", "clause", "source", "confidence")
    return RewardRuleOut(value="" if rule.value is None else str(rule.value), **{n: getattr(rule, n) for n in names})


def _out(found: Computation, inputs: Inputs) -> RewardOut:
    lines = zip(found.lines, wording.shown(found, inputs.place, inputs.on), strict=True)
    return RewardOut(
        unit=found.unit,
        edition=rulebook.current().edition,
        net=found.net,
        pool=found.pool,
        main=found.main,
        staff=found.staff,
        rest=found.rest,
        kept=found.kept,
        lines=[
            RewardLineOut(
                code=line.code,
                label=said.label,
                formula=said.formula,
                amount=line.amount,
                least=line.least,
                rule=_rule(line.rule) if line.rule else None,
            )
            for line, said in lines
        ],
        terms=[_rule(each) for each in found.terms],
    )


@router.get("/compute", auth=Needs("public"), response=RewardOut, summary="Compute a reward, each line with its clause")
def compute(request: HttpRequest, asked: Query[RewardIn]) -> RewardOut:  # noqa: ARG001 - the interface hands it
    """Compute by the rules of a place and day. Nothing is kept."""
    given = asked.dict(exclude={"kind", "central", "follows_local", "profits"})
    subject = subject_of(asked.kind, central=asked.central, follows_local=asked.follows_local)
    inputs = Inputs(subject=subject, profits=tuple(asked.profits), **given)
    try:
        found = compute_for(inputs)
    except FaultError as error:
        raise RefusedError(Refusal(error.code, dict(error.values), place="place")) from None
    if isinstance(found, Refusal):
        raise RefusedError(found)
    return _out(found, inputs)
