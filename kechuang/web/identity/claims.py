"""What a service said of a person, and what that may mean here: a declared mapping and nothing else. No Django.

A role is given only where a line of the mapping names it and all of that line's conditions hold; a body only where its
code stands in the claims, or the mapping translates the service's own id of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_BODIES = 20
MOST_TEXT = 200
SUBJECT_LENGTH = 191


class MappingError(ValueError):
    """The declaration is wrong; the text says where and how."""


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One line of the mapping: a role, the conditions on claims, and, if named, the bodies in which it may be held."""

    role: str
    where: tuple[tuple[str, frozenset[str]], ...]
    bodies: frozenset[str]

    def holds(self, claims: Mapping[str, Any], body: str) -> bool:
        """Say whether the line gives its role in a body."""
        if self.bodies and body not in self.bodies:
            return False
        return all(wanted & texts(claims, path) for path, wanted in self.where)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A declared mapping: where person, name and body stand in the claims, and the lines that give roles."""

    subject: str
    name: str
    body: str
    codes: Mapping[str, str]
    roles: tuple[RoleRule, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the claims come to: who, in which bodies by code, with which roles."""

    subject: str
    name: str
    bodies: tuple[str, ...]
    grants: frozenset[tuple[str, str]]
    """Pairs of role and body code."""


def value(claims: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - JSON
    """Give what stands at a dotted path, or None."""
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def texts(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """Give the texts at a path: one, or those of a list; numbers and truth values as JSON writes them."""
    found = value(claims, path)
    rows = found if isinstance(found, list) else [found]
    return frozenset(_text(row) for row in rows[:MOST_BODIES] if isinstance(row, str | int) and _text(row))


def _text(row: object) -> str:
    return str(row).lower() if isinstance(row, bool) else str(row).strip()[:MOST_TEXT]


def said(claims: Mapping[str, Any], mapping: Mapped) -> Said | None:
    """Read claims by a mapping; None where they do not name a person."""
    subject = value(claims, mapping.subject)
    if not isinstance(subject, str | int) or isinstance(subject, bool) or not 0 < len(str(subject)) <= SUBJECT_LENGTH:
        return None
    name = value(claims, mapping.name)
    bodies = tuple(sorted(mapping.codes.get(each, each) for each in texts(claims, mapping.body)))
    grants = {(rule.role, body) for body in bodies for rule in mapping.roles if rule.holds(claims, body)}
    return Said(str(subject), str(name)[:80] if isinstance(name, str) else "", bodies, frozenset(grants))


def read_mapping(given: Any, known_roles: frozenset[str]) -> Mapped:  # noqa: ANN401 - what YAML gives
    """Read the declared mapping. Raises MappingError for what is missing, unknown or of another type."""
    if not isinstance(given, dict):
        raise MappingError("mapping must name subject, name, body and roles")
    for name in ("subject", "name", "body"):
        if not isinstance(given.get(name), str) or not given[name]:
            raise MappingError(f"mapping.{name} must name a claim")
    codes, rows = given.get("codes") or {}, given.get("roles")
    if not isinstance(codes, dict):
        raise MappingError("mapping.codes must translate the service's ids into credit codes")
    if not isinstance(rows, list) or not rows:
        raise MappingError("mapping.roles must be a list")
    return Mapped(
        subject=given["subject"],
        name=given["name"],
        body=given["body"],
        codes={str(theirs): str(ours) for theirs, ours in codes.items()},
        roles=tuple(_rule(number, row, known_roles) for number, row in enumerate(rows, 1)),
    )


def _rule(number: int, row: Any, known_roles: frozenset[str]) -> RoleRule:  # noqa: ANN401 - what YAML gives
    if not isinstance(row, dict) or set(row) - {"role", "where", "bodies"}:
        raise MappingError(f"mapping.roles[{number}] may hold role, where and bodies")
    if row.get("role") not in known_roles:
        raise MappingError(f"mapping.roles[{number}]: there is no role {row.get('role')!r}")
    where = row.get("where") or {}
    bodies = row.get("bodies") or []
    if not isinstance(where, dict) or not isinstance(bodies, list):
        raise MappingError(f"mapping.roles[{number}]: where must be a mapping, bodies a list")
    if not where and not bodies:
        raise MappingError(f"mapping.roles[{number}]: a role needs a condition or a list of bodies")
    conditions = tuple((str(path), frozenset(_listed(wanted))) for path, wanted in where.items())
    return RoleRule(row["role"], conditions, frozenset(map(str, bodies)))


def _listed(wanted: object) -> list[str]:
    return [_text(each) for each in (wanted if isinstance(wanted, list) else [wanted])]
