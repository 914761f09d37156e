"""The public material of the standard beside the repository, and the schemas as validators."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

FOLDER = Path(__file__).resolve().parents[4].parent / "shared" / "conformance" / "ocds"

RECORD = "https://standard.open-contracting.org/schema/1__2__0/record-schema.json"
needs_shared = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the standard's public material is not beside the repository"
)


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def _registry() -> Registry:
    release = read("release-schema.json")
    # The schema of a record is not among the public material; what it refers to, the release, is checked by itself.
    known = {release["id"]: release, RECORD: {"type": "object", "required": ["ocid", "releases"]}}
    return Registry().with_resources((uri, Resource(each, DRAFT4)) for uri, each in known.items())


def faults(schema: str, instance: Any) -> list[str]:
    """Everything that a schema finds wrong."""
    return _faults(read(schema), instance)


def faults_versioned(instance: Any) -> list[str]:
    """Everything that the schema of versioned releases finds wrong, with fields that the standard does not know."""
    return _faults(versioned_schema(), instance)


@cache
def versioned_schema() -> dict[str, Any]:
    """Make the schema of versioned releases from the release schema, as the standard's keepers make theirs.

    What is merged by fields or by ``id`` stays an object or a list; every other field becomes the list of its values, each
    with release, moment and tags. Fields that merging leaves out are gone; unlike the keepers' own, no other is let in.
    """
    release = read("release-schema.json")
    return {"$schema": release["$schema"], **_over_time(release, release["definitions"]), "required": ["ocid"]}


def _over_time(node: dict[str, Any], known: dict[str, Any], *, member: bool = False) -> dict[str, Any]:
    """Give an object over time; the ``id`` of a member of a list is what it is merged by, so it stays one value."""
    fields = {}
    for name, each in node["properties"].items():
        if name == "ocid" or (name == "id" and member):
            fields[name] = {"type": ["string", "integer"]}
        elif "omitWhenMerged" not in each:
            fields[name] = _field(each, known)
    patterns = {name: {} for name in node.get("patternProperties", {})}
    return {
        "type": "object",
        "properties": fields,
        "patternProperties": patterns,
        "additionalProperties": False,
    }


def _field(node: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    inner = _resolved(node, known)
    if "properties" in inner:
        return _over_time(inner, known)
    items = _resolved(inner.get("items", {}), known)
    if "id" in items.get("properties", {}) and "wholeListMerge" not in node:
        return {"type": "array", "items": _over_time(items, known, member=True)}
    value = {
        "type": "object",
        "properties": {
            "releaseID": {"type": "string"},
            "releaseDate": {"type": "string", "format": "date-time"},
            "releaseTag": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "value": _whole(node, known),
        },
        "required": ["releaseID", "releaseDate", "releaseTag", "value"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": value, "minItems": 1}


def _resolved(node: Any, known: dict[str, Any]) -> dict[str, Any]:
    while isinstance(node, dict) and "$ref" in node:
        node = known[node["$ref"].rpartition("/")[2]]
    return node if isinstance(node, dict) else {}


def _whole(node: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Give a value as the release schema has it, or nothing where it was taken away."""
    return {"anyOf": [{"type": "null"}, {**node, "definitions": known}]} if "$ref" not in str(node) else {}


def _faults(schema: dict[str, Any], instance: Any) -> list[str]:
    plain = json.loads(json.dumps(instance))
    validator = Draft4Validator(schema, registry=_registry(), format_checker=Draft4Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in validator.iter_errors(plain)]
