"""Targets of published plans as facts of our own wording: clause, figure, year, source. Nobody's state is kept of them.

The data file is mirrored into the database when it is migrated, so that the list filters and pages like every list.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml

from kechuang.policy import catalogue, wording
from kechuang.policy.catalogue import Words
from kechuang.policy.likeness import folded
from kechuang.policy.works.models import PublishedTarget

ABOVE = {"above": "relative_gt"}
DEFAULT = "count"


def entries() -> list[dict[str, Any]]:
    """Give the published plans of the data file with their targets."""
    text = files("kechuang.policy.works").joinpath("data/published.yaml").read_text("utf-8")
    return list(yaml.safe_load(text))


def rows() -> Iterator[PublishedTarget]:
    """Give the targets as rows, each plan's in the order of its text."""
    for entry in entries():
        work = catalogue.works()[entry["work"]]
        for at, target in enumerate(entry["targets"], start=1):
            yield PublishedTarget(
                code=f"{work.key}:{at:02d}",
                work=work.key,
                title=work.title,
                order=at,
                label=target["zh"],
                label_en=target["en"],
                clause=target["clause"],
                comparator=ABOVE.get(target.get("by", "eq"), target.get("by", "eq")),
                value=str(target.get("value", "")),
                value_max=str(target.get("max", "")),
                unit=target.get("unit", ""),
                kind=target.get("kind", DEFAULT),
                year=target.get("year"),
                frequency=target.get("each", ""),
                damaged=bool(target.get("damaged")),
                place=work.place,
                issued_on=work.issued_on,
                source=source_of(work, entry["read"]),
                search=folded(f"{target['zh']} {target['en']} {work.title}"),
            )


def source_of(work: catalogue.Work, read: str) -> str:
    """Write who published a plan and under which number."""
    return " · ".join(part for part in ("、".join(work.issuers), work.number or read) if part)


def mirror(**_kwargs: object) -> None:
    """Make the table equal the data file."""
    wanted = {row.code: row for row in rows()}
    fields = PublishedTarget._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's columns
    columns = [each.name for each in fields if not each.primary_key]
    PublishedTarget.objects.bulk_create(
        wanted.values(), update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
    PublishedTarget.objects.exclude(code__in=wanted).delete()


def label(row: PublishedTarget) -> str:
    """Give our label in the reader's language."""
    return wording.own(Words(zh=row.label, en=row.label_en))
