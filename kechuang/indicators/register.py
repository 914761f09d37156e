"""The definitions of this node."""

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from kechuang.indicators.definition import Definition
from kechuang.indicators.reading import read_folder


def _packaged() -> Path:
    with as_file(files("kechuang.indicators").joinpath("definitions")) as folder:
        return folder


@cache
def definitions() -> dict[str, tuple[Definition, ...]]:
    """Give all definitions: key → versions, oldest first, in the order of the register. Raises DefinitionError."""
    return read_folder(_packaged())


def current() -> list[Definition]:
    """Give the newest version of every definition."""
    return [versions[-1] for versions in definitions().values()]


def definition(key: str, version: int | None = None) -> Definition | None:
    """Give a definition, in its newest or in a given version; None where there is none."""
    for each in reversed(definitions().get(key, ())):
        if version in {None, each.version}:
            return each
    return None
