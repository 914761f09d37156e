"""Releases of one process into what they say together: the compiled and the versioned release. Pure.

The merge itself is the reference implementation of the standard's keepers (``ocdsmerge``), held to our own table of
rules, so that nothing is fetched. What it would only warn of (two objects of one list under one ``id``) is refused.
"""

import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ocdsmerge import CompiledRelease, VersionedRelease  # type: ignore[import-untyped]  # the package has no types
from ocdsmerge.exceptions import (  # type: ignore[import-untyped]  # the package has no types
    DuplicateIdValueWarning,
    OCDSMergeError,
)

from kechuang.mechanisms.market.ocds import merge_rules

type Release = Mapping[str, Any]

_RULES = merge_rules.table()


class MergeRefusedError(ValueError):
    """Releases that cannot be merged; the message says what is wrong with which of them."""


def compiled(releases: Sequence[Release]) -> dict[str, Any]:
    """Give the newest value of every field of a process. Raises MergeRefusedError."""
    return _merged(CompiledRelease(merge_rules=_RULES), releases)


def versioned(releases: Sequence[Release]) -> dict[str, Any]:
    """Give every value that a field ever had, with the release that brought it. Raises MergeRefusedError."""
    return _merged(VersionedRelease(merge_rules=_RULES), releases)


def ordered(releases: Sequence[Release]) -> list[dict[str, Any]]:
    """Give releases of one process by their moment, whatever offset it is written in. Raises MergeRefusedError."""
    if not releases:
        raise MergeRefusedError("there is no release to merge")
    processes = sorted({str(each.get("ocid", "")) for each in releases})
    if len(processes) != 1 or not processes[0]:
        raise MergeRefusedError(f"releases of one process have one ocid; these have {', '.join(processes)!r}")
    return [dict(each) for each in sorted(releases, key=_moment)]


def _moment(release: Release) -> datetime:
    try:
        found = datetime.fromisoformat(release["date"])
    except (KeyError, TypeError, ValueError):
        raise MergeRefusedError(f"release {release.get('id')!r} has no date that can be read") from None
    if found.tzinfo is None:
        raise MergeRefusedError(f"the date of release {release.get('id')!r} names no offset from UTC")
    return found


def _merged(into: Any, releases: Sequence[Release]) -> dict[str, Any]:  # noqa: ANN401 - of a package without types
    with warnings.catch_warnings():
        warnings.simplefilter("error", DuplicateIdValueWarning)
        try:
            for release in ordered(releases):
                into.append(release)
            return dict(into.asdict())
        except (DuplicateIdValueWarning, OCDSMergeError) as broken:
            raise MergeRefusedError(str(broken)) from None
