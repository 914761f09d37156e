"""Writes what decisions say into the tables of rewards, and loads what decisions see: a few statements a batch."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.reward.models import (
    Distribution,
    Empowerment,
    EmpowermentCompleter,
    EmpowermentYear,
    RewardLine,
    TransferReport,
)
from kechuang.mechanisms.market.reward.rules.requests import (
    Apply,
    Draft,
    FileReport,
    Loaded,
    Put,
    RegisteredContract,
    Revise,
    Seen,
)

TABLES: Mapping[str, Any] = {"empowerment": Empowerment, "distribution": Distribution, "report": TransferReport}
BESIDE: Mapping[str, tuple[Any, str]] = {
    "completer": (EmpowermentCompleter, "empowerment"),
    "yearly": (EmpowermentYear, "empowerment"),
    "line": (RewardLine, "distribution"),
}
CONTRACT_OVER = ("DEREGISTERED", "REVOKED")
OVER = ("ENDED", "TERMINATED", "REFUSED", "WITHDRAWN")
NAMELESS = {"name": "—", "masked": "", "hashed": "", "person": None}


def load_new(requests: Sequence[Any]) -> Loaded:
    """Give what decisions about new cases see (four queries, five where a sheet names a contract)."""
    wanted = {each.result for each in requests if isinstance(each, Apply) and each.result}
    units = {(each.unit, each.year) for each in requests if isinstance(each, FileReport)}
    results = Achievement.objects.filter(pk__in=wanted).values_list("pk", "state", "security", "ethics")
    busy = Empowerment.objects.filter(result__in=wanted).exclude(case__state__in=OVER)
    reports = TransferReport.objects.filter(unit__in={unit for unit, _year in units})
    return Loaded(
        calendars=load_calendars(),
        results={pk: (state, security, ethics) for pk, state, security, ethics in results},
        empowered=dict(busy.values_list("result", "case__number")),
        reports={(unit, year): number for unit, year, number in reports.values_list("unit", "year", "case__number")},
        contracts=contracts_of(requests),
    )


def contracts_of(requests: Sequence[Any]) -> dict[str, RegisteredContract]:
    """Give the registered contracts that sheets name by number (one query, none where no sheet names one)."""
    sheets = [each.sheet for each in requests if isinstance(each, Draft | Revise)]
    wanted = {sheet.contract.strip() for sheet in sheets} - {""}
    rows = TechContract.objects.filter(number__in=wanted).select_related("case") if wanted else ()
    return {
        row.number: RegisteredContract(
            seller=row.contract.seller.body, total=row.registered_total, stands=row.case.state not in CONTRACT_OVER
        )
        for row in rows
    }


def load_empowerments(requests: Sequence[Any]) -> Loaded:
    """Give empowerments as decisions see them (two queries)."""
    wanted = {each.case for each in requests}
    years: dict[UUID, set[int]] = {}
    for pk, year in EmpowermentYear.objects.filter(empowerment__in=wanted).values_list("empowerment_id", "year"):
        years.setdefault(pk, set()).add(year)
    seen = {
        row.pk: Seen(
            subject=row.subject,
            start=row.start,
            end=row.end,
            signed_on=row.signed_on,
            right_end=row.right_end,
            years=frozenset(years.get(row.pk, ())),
        )
        for row in Empowerment.objects.filter(pk__in=wanted)
    }
    return Loaded(calendars=load_calendars(), seen=seen)


def load_distributions(requests: Sequence[Any]) -> Loaded:
    """Give sheets as decisions see them (two queries)."""
    wanted = {each.case for each in requests}
    lines: dict[UUID, list[RewardLine]] = {}
    for line in RewardLine.objects.filter(distribution__in=wanted):
        lines.setdefault(line.distribution_id, []).append(line)
    seen = {
        row.pk: Seen(
            subject=row.subject,
            start=row.start,
            end=row.end,
            pay_by=row.pay_by,
            way=row.way,
            unit=row.amount_unit,
            total=sum((line.amount for line in lines.get(row.pk, ())), Decimal(0)),
            payees=len(lines.get(row.pk, ())),
            leaders=sum(line.leader for line in lines.get(row.pk, ())),
            overdue=row.overdue_on is not None,
        )
        for row in Distribution.objects.filter(pk__in=wanted)
    }
    return Loaded(calendars=load_calendars(), seen=seen, contracts=contracts_of(requests))


def load_reports(requests: Sequence[Any]) -> Loaded:
    """Give reports as decisions see them (one query)."""
    rows = TransferReport.objects.filter(pk__in={each.case for each in requests})
    return Loaded(calendars=load_calendars(), seen={row.pk: Seen(year=row.year) for row in rows})


def project(done: Sequence[Done[Any]]) -> None:
    """Write rows and what hangs on them."""
    for entry in done:
        put: Put = entry.decision.rows  # type: ignore[assignment]  # every decision of this package carries a Put
        table = TABLES[put.table]
        if put.new:
            table.objects.create(case_id=put.case, **put.values)
        elif put.values:
            table.objects.filter(pk=put.case).update(**put.values)
        for name in put.empties:
            beside, column = BESIDE[name]
            beside.objects.filter(**{column: put.case}).delete()
        _add(put)
        for file in StoredFile.objects.filter(pk__in=put.files) if put.files else ():
            keeping.attach(file, put.case)


def _add(put: Put) -> None:
    for name, values in put.adds:
        if name == "forgotten":
            RewardLine.objects.filter(distribution=put.case).update(**NAMELESS)
        else:
            beside, column = BESIDE[name]
            beside.objects.create(**{f"{column}_id": put.case}, **values)


def forget_person(person: Any) -> int:  # noqa: ANN401 - an account
    """Take a person's name, masked id and hash off every sheet and empowerment; give how many rows were emptied."""
    lines = RewardLine.objects.filter(person=person).update(**NAMELESS)
    completers = EmpowermentCompleter.objects.filter(person=person).update(name="—", person=None)
    return lines + completers
