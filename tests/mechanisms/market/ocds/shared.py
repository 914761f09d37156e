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
    plain = json.loads(json.dumps(instance))
    validator = Draft4Validator(read(schema), registry=_registry(), format_checker=Draft4Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in validator.iter_errors(plain)]
