"""The cases of empowerments, distributions and reports, the standard moves they switch on, what is told of them."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Standard, Withdraw
from kechuang.mechanisms.market.reward import actions
from kechuang.mechanisms.market.reward.models import Distribution, Empowerment
from kechuang.mechanisms.market.reward.rules.moves import (
    BEFORE_SIGNING,
    DISTRIBUTION,
    EMPOWERMENT,
    EMPOWERMENT_READ,
    READ,
    REPORT,
    REPORT_READ,
)

RUNNING = "NOTICE_RUNNING"
TONES = {"DRAFTED": "idle", "PAID": "done", "WITHDRAWN": "void"}
EMPOWERMENT_TONES = {
    "APPLIED": "idle",
    "EFFECTIVE": "done",
    "ENDED": "done",
    "TERMINATED": "void",
    "REFUSED": "void",
    "WITHDRAWN": "void",
}


def _after(rows: type[Distribution] | type[Empowerment], cases: Sequence[UUID]) -> None:
    """Rejected, a notice goes on and ends as many days later as it was held; upheld, it counts no longer."""
    for pk, state, due_on in Case.objects.filter(pk__in=cases).values_list("pk", "state", "due_on"):
        if state == RUNNING and due_on is not None:
            rows.objects.filter(pk=pk).update(end=due_on)
        elif state != RUNNING:
            rows.objects.filter(pk=pk).update(start=None, end=None)


def after_sheet(cases: Sequence[UUID]) -> None:
    """Carry an objection's decision over to the sheet."""
    _after(Distribution, cases)


def after_empowerment(cases: Sequence[UUID]) -> None:
    """Carry an objection's decision over to the empowerment."""
    _after(Empowerment, cases)


def _objections(upheld: str, after: declare.After, page: str) -> Objections:
    return Objections(
        states=RUNNING, upheld=upheld, public=True, named=True, cancels="end", after=after, page=f"market_reward:{page}"
    )


def register() -> None:
    """Make the three kinds known to casework, with standard moves and what is told of their facts."""
    parts = (
        (EMPOWERMENT, EMPOWERMENT_READ, actions.EMPOWERMENT_DUE, "empowerments", EMPOWERMENT_TONES),
        (DISTRIBUTION, READ, actions.DISTRIBUTION_DUE, "list", TONES),
        (REPORT, REPORT_READ, {}, "reports", {"FILED": "done", "FORWARDED": "done"}),
    )
    for moves, read, due, url, tones in parts:
        prefix = moves.kind.rpartition(".")[2]
        forms = {code: f"market_reward:{prefix}-{code}" for code in actions.KINDS[moves.kind] if code not in due}
        kind = CaseKind(moves, read, forms=forms, due=due, list_url=f"market_reward:{url}", tones=tones)
        register_case(kind)
    declare.register(
        EMPOWERMENT.kind,
        Standard(
            objections=_objections("ACCEPTED", after_empowerment, "empowerment-notice"),
            withdraw=Withdraw(states=BEFORE_SIGNING, target="WITHDRAWN"),
        ),
    )
    declare.register(
        DISTRIBUTION.kind,
        Standard(
            objections=_objections("DRAFTED", after_sheet, "notice"),
            withdraw=Withdraw(states="DRAFTED", target="WITHDRAWN"),
        ),
    )
    for code in ("notice_passed", "overdue"):
        following.on_fact(f"market.distribution.{code}", following.to_parties("holder"))
    for code in ("applied", "notice_passed", "effective", "expired"):
        following.on_fact(f"market.empowerment.{code}", following.to_parties("holder"))
    following.on_fact("market.transfer_report.filed", following.to_parties("office"))
