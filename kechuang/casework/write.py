"""Carries accepted decisions into the tables: a fixed number of statements, however many requests a chunk holds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, models

from kechuang.casework.decision import NewCase
from kechuang.casework.models import Account, Case, DueMove, RefusalCount, Series, Step, Tally
from kechuang.casework.moves import BESIDE
from kechuang.casework.outcome import Accepted
from kechuang.casework.registry import CASE_KINDS, ActKind, Done
from kechuang.kernel.refusal import Refusal
from kechuang.ledger.append import Record, append
from kechuang.web import clock
from kechuang.web.permissions import Actor

HOLD = ("hold", "held_on", "stopped_days", "version")


def carry_out(
    kind: ActKind[Any, Any],
    accepted: Sequence[Accepted[Any]],
    cases: Mapping[UUID, Case],
    *,
    by: Actor,
    on: date,
) -> None:
    """Write everything that the accepted decisions say, facts and tallies last."""
    if not accepted:
        return
    at = clock.now()
    changes = _CaseChanges(accepted, cases, at)
    _open_cases(accepted, on, at)
    changes.write()
    _write_accounts(accepted)
    kind.project([Done(entry.item.request, entry.decision) for entry in accepted])
    _write_due(accepted, at)
    _append_facts(accepted, changes.authorities, by=by, on=on, at=at)
    _write_steps(kind.move, accepted, by=by, on=on, at=at)
    _write_tallies(changes.tally, changes.amounts)


def new_states(entry: Accepted[Any]) -> dict[UUID, str]:
    """Give every case of a decision with its new state: opened ones first."""
    return {case.id: case.state for case in entry.decision.opens} | dict(entry.decision.states)


@dataclass(slots=True)
class _Row:
    """A case row before and after the chunk."""

    row: Case
    state: str
    amount: Decimal


class _CaseChanges:
    """Collects what changes on existing cases, and the tallies that follow."""

    def __init__(self, accepted: Sequence[Accepted[Any]], cases: Mapping[UUID, Case], at: datetime) -> None:
        touched = {case for entry in accepted for case in (*entry.decision.states, *entry.decision.changes)}
        self.rows = {
            pk: _Row(cases[pk], cases[pk].state, cases[pk].amount or Decimal(0)) for pk in touched & set(cases)
        }
        self.authorities = {pk: row.authority for pk, row in cases.items()}
        self.authorities |= {case.id: case.authority for entry in accepted for case in entry.decision.opens}
        self.tally: Counter[tuple[str, str, str]] = Counter()
        self.amounts: Counter[tuple[str, str, str]] = Counter()
        for entry in accepted:
            self._apply(entry, at)
        self._tally(accepted)

    def _apply(self, entry: Accepted[Any], at: datetime) -> None:
        for case, state in entry.decision.states.items():
            if case in self.rows:
                row = self.rows[case].row
                row.state, row.changed_at, row.finished = state, at, _finished(row.kind, state)
                row.version += 1
        for case, values in entry.decision.changes.items():
            for name, value in values.items():
                column = f"{name}_id" if name in {"office", "counterpart", "holder"} else name
                setattr(self.rows[case].row, column, value)

    def _tally(self, accepted: Sequence[Accepted[Any]]) -> None:
        for held in self.rows.values():
            row = held.row
            self._count(row.kind, row.place, held.state, -1, -held.amount)
            self._count(row.kind, row.place, row.state, 1, row.amount or Decimal(0))
        for entry in accepted:
            for case in entry.decision.opens:
                state = entry.decision.states.get(case.id, case.state)
                self._count(case.kind, case.place, state, 1, case.amount or Decimal(0))

    def _count(self, kind: str, place: str, state: str, count: int, amount: Decimal) -> None:
        self.tally[kind, place, state] += count
        self.amounts[kind, place, state] += int(amount * 100)

    def write(self) -> None:
        bodies = ("office_id", "counterpart_id", "holder_id")
        columns = ("state", "finished", "amount", "due_on", *bodies, "title", "changed_at", *HOLD)
        update_rows([held.row for held in self.rows.values()], columns)


def update_rows(rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """Update the named columns of many rows of one table in one prepared statement, sent for all rows together."""
    if not rows:
        return
    meta = rows[0]._meta  # noqa: SLF001 - Django's documented model API
    fields = [meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name) for name in columns]
    quote = connection.ops.quote_name
    pairs = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {pairs} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608 - column names only
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in (*fields, meta.pk)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)


def _finished(kind: str, state: str) -> bool:
    known = CASE_KINDS.get(kind)
    return known is not None and state in known.moves.finished


def _open_cases(accepted: Sequence[Accepted[Any]], on: date, at: datetime) -> None:
    opens = [
        (case, entry.decision.states.get(case.id, case.state)) for entry in accepted for case in entry.decision.opens
    ]
    if opens:
        numbers = _numbers([case for case, _state in opens])
        Case.objects.bulk_create(
            [_case_row(case, state, next(numbers[case.number_series]), on, at) for case, state in opens]
        )


def _case_row(case: NewCase, state: str, number: str, on: date, at: datetime) -> Case:
    return Case(
        id=case.id,
        authority=case.authority,
        kind=case.kind,
        number=case.number or number,
        state=state,
        place=case.place,
        city=case.place[:4],
        finished=_finished(case.kind, state),
        office_id=case.office,
        holder_id=case.holder,
        counterpart_id=case.counterpart,
        title=case.title[:200],
        amount=case.amount,
        opened_on=on,
        due_on=case.due_on,
        changed_at=at,
    )


def _numbers(cases: Sequence[NewCase]) -> dict[str, Any]:
    """Draw the next official numbers of each series wanted; cases without a series get none."""
    wanted = Counter(case.number_series for case in cases if case.number_series)
    drawn: dict[str, Any] = {"": iter([""] * len(cases))}
    for series, count in sorted(wanted.items()):
        last = _advance(series, count)
        drawn[series] = iter([f"{series}{last - count + step:06d}" for step in range(1, count + 1)])
    return drawn


def _advance(series: str, count: int) -> int:
    table = connection.ops.quote_name(Series._meta.db_table)  # noqa: SLF001 - Django's documented model API
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (code, last) VALUES (%s, %s) "  # noqa: S608 - the table's own name
            f"ON CONFLICT (code) DO UPDATE SET last = {table}.last + excluded.last RETURNING last",
            [series, count],
        )
        return int(cursor.fetchone()[0])


def _write_accounts(accepted: Sequence[Accepted[Any]]) -> None:
    new = [account for entry in accepted for account in entry.decision.accounts]
    moved: Counter[str] = Counter()
    for entry in accepted:
        for _case, fact in entry.decision.facts:
            for posting in getattr(fact, "postings", ()):
                moved[posting.account] += posting.fen
    if new:
        Account.objects.bulk_create(
            [
                Account(
                    code=account.code,
                    authority=account.authority,
                    holder_id=account.holder,
                    balance=Decimal(moved.pop(account.code, 0)).scaleb(-2),
                    floor=account.floor,
                )
                for account in new
            ]
        )
    _move_balances(sorted((code, fen) for code, fen in moved.items() if fen))


def _move_balances(moved: Sequence[tuple[str, int]]) -> None:
    if not moved:
        return
    table = connection.ops.quote_name(Account._meta.db_table)  # noqa: SLF001 - Django's documented model API
    statement = f"UPDATE {table} SET balance = balance + %s WHERE code = %s"  # noqa: S608 - the table's own name
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(fen, code) for code, fen in moved])


def _write_due(accepted: Sequence[Accepted[Any]], at: datetime) -> None:
    cancels = [pair for entry in accepted for pair in entry.decision.cancels]
    if cancels:
        which = models.Q(pk__in=[])
        for case, move in cancels:
            which |= models.Q(case=case, move=move)
        DueMove.objects.filter(which, done_at__isnull=True).update(done_at=at, refused="cancelled")
    _shift_due(accepted)
    due = [entry for accept in accepted for entry in accept.decision.due]
    if due:
        DueMove.objects.bulk_create([DueMove(case_id=entry.case, move=entry.move, on=entry.on) for entry in due])


def _shift_due(accepted: Sequence[Accepted[Any]]) -> None:
    """Move the open due moves of cases whose clock stood still; moves beside their own keep their day."""
    days: Counter[UUID] = Counter()
    for entry in accepted:
        days.update(dict(entry.decision.shifts))
    if not any(days.values()):
        return
    rows = list(DueMove.objects.filter(case__in=days, done_at__isnull=True).exclude(move__contains=BESIDE))
    for row in rows:
        row.on += timedelta(days=days[row.case_id])
        row.shifted_days += days[row.case_id]
    DueMove.objects.bulk_update(rows, ["on", "shifted_days"])


def _append_facts(
    accepted: Sequence[Accepted[Any]], authorities: Mapping[UUID, str], *, by: Actor, on: date, at: datetime
) -> None:
    """Append to each authority's log, logs in the order of their codes, so that two acts never wait for each other."""
    records = [
        (authorities[case], entry, record)
        for entry in accepted
        for case, record in _records(entry, by=by, on=on, authorities=authorities)
    ]
    records.sort(key=lambda item: item[0])
    for authority, group in groupby(records, key=lambda item: item[0]):
        members = list(group)
        for (_, entry, _record), written in zip(
            members, append(authority, [record for _, _, record in members], recorded_at=at), strict=True
        ):
            entry.facts.append(written.id)


def _records(
    entry: Accepted[Any], *, by: Actor, on: date, authorities: Mapping[UUID, str]
) -> Iterable[tuple[UUID, Record]]:
    states, basis = new_states(entry), entry.law.basis()
    last = {case: index for index, (case, _fact) in enumerate(entry.decision.facts)}
    actor = {"by": str(by.person) if by.person else "system"}
    if entry.held and entry.held.on_behalf_of:
        actor["on_behalf_of"] = str(entry.held.on_behalf_of)
    for index, (case, fact) in enumerate(entry.decision.facts):
        extra: dict[str, dict[str, object]] = {"authority": dict(actor)}
        if case in states and last[case] == index:
            extra["parties"] = {"case_state": states[case]}
        yield (
            case,
            Record(
                fact=fact,
                case=f"{authorities[case]}/case/{case}",
                act=str(entry.act),
                on=on,
                basis=basis,
                causes=entry.decision.causes,
                extra=extra,
                subjects={"personal": entry.decision.subject} if entry.decision.subject else {},
            ),
        )


def _write_steps(move: str, accepted: Sequence[Accepted[Any]], *, by: Actor, on: date, at: datetime) -> None:
    first = by.grants[0] if by.grants else None
    Step.objects.bulk_create(
        [
            Step(
                act=entry.act,
                key=entry.item.key,
                case_id=case,
                move=move,
                source=entry.sources.get(case, ""),
                target=state,
                person_id=by.person,
                body_id=held.body if (held := entry.held or first) else None,
                on_behalf_of_id=entry.held.on_behalf_of if entry.held else None,
                on=on,
                at=at,
                facts=entry.facts,
            )
            for entry in accepted
            for case, state in new_states(entry).items()
        ]
    )


def _write_tallies(tally: Counter[tuple[str, str, str]], amounts: Mapping[tuple[str, str, str], int]) -> None:
    rows = [(*key, tally[key], amounts[key]) for key in sorted(tally) if tally[key] or amounts[key]]
    _upsert(Tally, ("kind", "place", "state"), ("count", "amount"), rows)


def _upsert(
    model: type[models.Model], keys: Sequence[str], sums: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add to the sums of the rows under these keys, making rows that are missing."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(map(quote, (*keys, *sums)))  # noqa: SLF001 - Django's documented model API
    marks = ", ".join(f"({', '.join(['%s'] * len(rows[0]))})" for _ in rows)
    adds = ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in sums)
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES {marks} "  # noqa: S608 - column names only
        f"ON CONFLICT ({', '.join(map(quote, keys))}) DO UPDATE SET {adds}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def count_refusals(move: str, places: Mapping[str, str], refused: Mapping[str, Refusal], on: date) -> None:
    """Keep the one trace that a refusal leaves: how often, which code, where, on which day."""
    counts = Counter((refusal.code, move, places.get(key, ""), on) for key, refusal in refused.items())
    _upsert(
        RefusalCount,
        ("code", "move", "place", "day"),
        ("count",),
        [(*key, count) for key, count in sorted(counts.items())],
    )
