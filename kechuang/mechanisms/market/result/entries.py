"""Loads and writes the register of rights: applications, rights and their rows of days."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, cast
from uuid import UUID

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.result import projecting, terms
from kechuang.mechanisms.market.result.models import (
    Achievement,
    Contribution,
    Deal,
    Holding,
    Licence,
    Pledge,
    RightEntry,
    RightNumber,
    TechRight,
)
from kechuang.mechanisms.market.result.rules.asking import (
    Apply,
    Decide,
    EntrySeen,
    Register,
    RightPut,
    RightSeen,
    Terms,
)
from kechuang.mechanisms.market.result.rules.standing import Party
from kechuang.web.accounts.models import Body

TABLES: Mapping[str, Any] = {"holding": Holding, "licence": Licence, "pledge": Pledge, "contribution": Contribution}


def load_new(requests: Sequence[Apply]) -> Register:
    """Give what applications are judged by."""
    rights = {each.right for each in requests if each.right}
    results = {each.result for each in requests if each.result}
    numbers = {number for each in requests for number in each.terms.numbers}
    return _register({}, rights, results, numbers)


def load(requests: Sequence[Decide]) -> Register:
    """Give applications with the rights that they speak of."""
    rows = RightEntry.objects.select_related("case", "result").filter(pk__in=[each.case for each in requests])
    entries: dict[UUID, EntrySeen] = {}
    for row in rows:
        entries[row.pk] = EntrySeen(
            entry=row.entry,
            terms=terms.read(row.terms),
            right=row.right_id,
            result=row.result_id,
            applicant=row.case.holder_id,
            unit=row.result.unit_id if row.result else None,
            frozen=bool(row.result and row.result.state == "FROZEN"),
        )
    rights = {each.right for each in entries.values() if each.right} | {each.right for each in requests}
    numbers = {number for each in entries.values() for number in each.terms.numbers}
    return _register(entries, rights, {each.result for each in entries.values() if each.result}, numbers)


def load_steps(requests: Sequence[Any]) -> Register:
    """Give what a move on a right itself needs: nothing but its case."""
    return _register({}, {each.case for each in requests}, set(), set())


def _register(entries: Mapping[UUID, EntrySeen], rights: set[UUID], results: set[UUID], numbers: set[str]) -> Register:
    taken = RightNumber.objects.filter(number__in=numbers).values_list("number", "right_id", "right__case__number")
    known = TechRight.objects.filter(result__in=results).values_list("result_id", "pk", "case__number")
    return Register(
        calendars=load_calendars(),
        rights=seen(rights),
        entries=entries,
        by_number={number: (pk, official) for number, pk, official in taken},
        by_result={result: (pk, official) for result, pk, official in known},
        units=dict(Achievement.objects.filter(pk__in=results).values_list("pk", "unit_id")),
    )


def seen(wanted: set[UUID]) -> dict[UUID, RightSeen]:
    """Give rights as decisions see them (five queries)."""
    rows = {row.pk: row for row in TechRight.objects.select_related("case", "result").filter(pk__in=wanted)}
    found = projecting.standings(rows)
    return {
        pk: RightSeen(
            place=row.case.place,
            name=row.name,
            number=row.case.number,
            standing=found[pk],
            frozen=bool(row.result and row.result.state == "FROZEN"),
        )
        for pk, row in rows.items()
    }


def known_party(name: str, code: str, person: UUID | None, bodies: Mapping[str, Body] | None = None) -> Party:
    """Give a party by credit code or by the exact name of a body of this node; a person under the drawn id."""
    found = (bodies or {}).get(code) or (bodies or {}).get(name)
    if found is not None:
        return Party(name=found.name, code=found.code, body=found.pk)
    return Party(name=name, code=code, person=None if code else person)


def project(done: Sequence[Done[Any]]) -> None:
    """Write applications, rights, and the rows that end and begin."""
    for entry in done:
        put = cast("RightPut", entry.decision.rows)
        if put.entry is not None:
            _write_entry(put)
        if put.right is not None:
            _write_right(put)
        for table, pk, day in put.ends:
            TABLES[table].objects.filter(pk=pk).update(until=day)
        for table, values in put.adds:
            TABLES[table].objects.create(right_id=put.right, **_columns(values))
        if put.adds and put.entry is not None:
            _link(put.entry)


def _write_entry(put: RightPut) -> None:
    values = dict(put.values)
    if put.new:
        given = values.pop("terms")
        RightEntry.objects.create(
            case_id=put.entry,
            terms=terms.write(cast("Terms", given)),
            files=[str(pk) for pk in put.files],
            **values,
        )
        for file in StoredFile.objects.filter(pk__in=put.files) if put.files else ():
            keeping.attach(file, cast("UUID", put.entry))
        return
    # The right of a first entry is made after its application knows it: the key is set once the row is there.
    if put.opens:
        TechRight.objects.create(case_id=put.right, **put.right_values)
    RightEntry.objects.filter(pk=put.entry).update(**values)


def _write_right(put: RightPut) -> None:
    if put.right_values and not put.opens:
        TechRight.objects.filter(pk=put.right).update(**put.right_values)
    RightNumber.objects.bulk_create([RightNumber(right_id=put.right, number=number) for number in put.numbers])


def _columns(values: Mapping[str, object]) -> dict[str, object]:
    found = {name: value for name, value in values.items() if name not in {"party", "share", "equity"}}
    party = cast("Party", values["party"])
    found |= {"name": party.name, "code": party.code, "body_id": party.body, "person": party.person}
    for name, columns in (("share", ("top", "bottom")), ("equity", ("equity_top", "equity_bottom"))):
        if name in values:
            share = cast("Fraction", values[name])
            found |= dict(zip(columns, (share.numerator, share.denominator), strict=True))
    return found


def _link(entry: UUID) -> None:
    """A deal whose licence is now on the register is no longer counted beside it."""
    row = RightEntry.objects.filter(pk=entry).select_related("right").first()
    if row is None or row.entry != "licence" or row.right is None or row.right.result_id is None:
        return
    given = terms.read(row.terms)
    deals = Deal.objects.filter(achievement=row.right.result_id, outcome="done", entry__isnull=True, mode=given.kind)
    party = given.taker
    for deal in deals.order_by("pk"):
        same_body = party is not None and party.body is not None and party.body == deal.party_body_id
        same_code = party is not None and party.code and party.code == deal.party_code
        if same_body or same_code or (party is not None and party.name == deal.party):
            Deal.objects.filter(pk=deal.pk).update(entry=row)
            return


def ended(cases: Sequence[UUID]) -> None:
    """An application that was never corrected is over (a standard move did it)."""
    for pk, state in Case.objects.filter(pk__in=cases).values_list("pk", "state"):
        RightEntry.objects.filter(pk=pk).update(state=state)
