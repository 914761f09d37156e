"""Counts of the public register, kept up to date with every act, so that no page has to count a million rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Count

from kechuang.casework.models import Case
from kechuang.kernel.identify.text import compact
from kechuang.mechanisms.market.result.models import Achievement, IpRight, ResultGram, ResultTally

type Counts = Counter[tuple[str, str]]

SINGLE = ("kind", "state", "field", "city", "mode", "trl", "ipc_class")
LONGEST = 64


def counts(rows: Iterable[Achievement]) -> Counts:
    """Give what public rows count for: each value by itself, IPC by unit, and IPC by year of the first patent."""
    shown = [row for row in rows if row.public]
    years = _years([row.pk for row in shown if row.ipc_class])
    offices = _offices([row.pk for row in shown])
    found: Counts = Counter()
    for row in shown:
        found["all", ""] += 1
        for name in SINGLE:
            value = str(getattr(row, name))
            if value:
                found[name, value] += 1
        found["unit", str(row.unit_id)] += 1
        if row.pk in offices:
            found["market", str(offices[row.pk])] += 1
        if row.ipc_class:
            found["ipc_unit", f"{row.ipc_class} {row.unit_id}"] += 1
            if row.pk in years:
                found["ipc_year", f"{row.ipc_class} {years[row.pk]}"] += 1
    return found


def catch_up(**_kwargs: object) -> None:
    """Count achievements by market again after a migration: a node may have been filled before that was counted."""
    rows = Case.objects.filter(achievement__public=True, office__isnull=False).order_by().values_list("office")
    changes: Counts = Counter({("market", str(office)): count for office, count in rows.annotate(n=Count("pk"))})
    held = ResultTally.objects.filter(dimension="market").values_list("value", "count")
    changes.subtract({("market", value): count for value, count in held})
    add(changes)


def _years(wanted: Sequence[UUID]) -> dict[UUID, int]:
    """Give the year in which the first patent of each achievement was applied for, by its number."""
    if not wanted:
        return {}
    rows = IpRight.objects.filter(achievement__in=wanted, kind="patent").order_by("achievement", "-order")
    return {pk: _year(number) for pk, number in rows.values_list("achievement_id", "number")}


def _offices(wanted: Sequence[UUID]) -> dict[UUID, UUID]:
    """Give the market at which each achievement is registered (one query)."""
    rows = Case.objects.filter(pk__in=wanted, office__isnull=False) if wanted else Case.objects.none()
    return dict(rows.values_list("pk", "office"))


def _year(number: str) -> int:
    return int(number[:4]) if len(number) == 14 else 1900 + int(number[:2]) + (number[0] < "8") * 100


def add(changes: Counts) -> None:
    """Add to the kept counts, in one statement and in the order of the keys, so that two acts never wait crosswise."""
    rows = [(dimension, value[:LONGEST], count) for (dimension, value), count in sorted(changes.items()) if count]
    if not rows:
        return
    table = connection.ops.quote_name(ResultTally._meta.db_table)  # noqa: SLF001 - Django's documented model API
    marks = ", ".join(["(%s, %s, %s)"] * len(rows))
    statement = (
        f"INSERT INTO {table} (dimension, value, count) VALUES {marks} "  # noqa: S608 - the table's own name
        f"ON CONFLICT (dimension, value) DO UPDATE SET count = {table}.count + excluded.count"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [cell for row in rows for cell in row])


def grams(name: str) -> set[str]:
    """Give the pairs of neighbouring characters of a text."""
    text = compact(name)
    return {text[at : at + 2] for at in range(len(text) - 1)}


def index(before: dict[UUID, set[str]], rows: Iterable[Achievement]) -> None:
    """Bring the grams of rows up to date; ``before`` is what stood there (two statements at most)."""
    gone: list[UUID] = []
    new: list[ResultGram] = []
    for row in rows:
        wanted = grams(row.name) if row.public else set()
        held = before.get(row.pk, set())
        if held == wanted:
            continue
        if held:
            gone.append(row.pk)
        new += [ResultGram(gram=gram, achievement_id=row.pk) for gram in sorted(wanted)]
    if gone:
        ResultGram.objects.filter(achievement__in=gone).delete()
    ResultGram.objects.bulk_create(new, batch_size=2000)
