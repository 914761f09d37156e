"""Mirrors the table of systems into the database when it is migrated, so that it filters and pages like every list."""

from collections.abc import Iterable

from kechuang.policy import catalogue
from kechuang.policy.catalogue import STATUSES
from kechuang.policy.models import System

_COLUMNS = ("name", "status", "rank", "kinds", "documents", "modules", "search")


def bars(codes: Iterable[str]) -> str:
    """Write codes so that one of them can be looked for: |a|b|."""
    return f"|{'|'.join(codes)}|"


def mirror_systems(**_kwargs: object) -> None:
    """Make the table equal the data file: one statement to write, one to remove what is gone."""
    rows = [
        System(
            number=system.number,
            name=system.name,
            status=system.status,
            rank=STATUSES.index(system.status),
            kinds=bars(system.kinds),
            documents=bars(system.where),
            modules=bars(system.modules),
            search=f"{system.wordings} {system.number}",
        )
        for system in catalogue.systems().values()
    ]
    System.objects.bulk_create(rows, update_conflicts=True, unique_fields=["number"], update_fields=_COLUMNS)
    System.objects.exclude(number__in=catalogue.systems()).delete()
