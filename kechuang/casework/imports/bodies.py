"""Bodies named in cells: by name or by credit code, exactly; near names are suggested, never taken."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from kechuang.casework.imports import column as columns
from kechuang.casework.imports.column import Column
from kechuang.casework.imports.registry import Row
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.web.accounts.models import Body

_MOST_NAMED = 5


def resolve(rows: Sequence[Row], wanted: Iterable[Column]) -> None:
    """Find the bodies of all columns that name some (one query, and one for suggestions)."""
    places = [column for column in wanted if column.kind in {columns.BODY, columns.BODIES}]
    named = {name for row in rows for column in places for name in _names(row, column)}
    if not named:
        return
    found = _by_name(named)
    missing: dict[str, tuple[str, ...]] = {name: () for name in named if not found.get(name)}
    if missing:
        missing = _near(missing)
    for row in rows:
        for column in places:
            _settle(row, column, found, missing)


def _names(row: Row, column: Column) -> tuple[str, ...]:
    value = row.values.get(column.code)
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def _by_name(named: Iterable[str]) -> dict[str, list[Body]]:
    codes = {compact(name): name for name in named}
    rows = Body.objects.filter(Q(name__in=set(named)) | Q(code__in=set(codes)), valid_to__isnull=True).order_by("pk")
    found: dict[str, list[Body]] = {}
    for body in rows:
        for name in {body.name, codes.get(body.code, "")} & set(named):
            found.setdefault(name, []).append(body)
    return found


def _near(missing: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Suggest bodies whose name begins or ends as the first unknown ones do (one query for at most twenty)."""
    some = list(missing)
    condition = Q(pk__in=[])
    for name in some[:20]:
        condition |= Q(name__startswith=name[:4]) | Q(name__contains=name[:8])
    near = list(Body.objects.filter(condition, valid_to__isnull=True).values_list("name", flat=True)[:200])
    return {name: tuple(each for each in near if each[:4] == name[:4] or name[:8] in each)[:3] for name in some}


def _settle(row: Row, column: Column, found: dict[str, list[Body]], missing: dict[str, tuple[str, ...]]) -> None:
    bodies = []
    for name in _names(row, column):
        known = found.get(name, [])
        if len(known) == 1:
            bodies.append(known[0])
        elif known:
            codes = ", ".join(body.code for body in known[:_MOST_NAMED])
            row.fault(Refusal("imports.body_unclear", {"raw": name, "codes_known": codes}), column.code)
        else:
            row.fault(Refusal("imports.body_unknown", {"raw": name}), column.code, missing.get(name, ()))
    row.bodies[column.code] = tuple(bodies)
