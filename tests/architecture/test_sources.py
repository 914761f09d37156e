"""What a look at the sources alone can hold."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "kechuang"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
VAGUE = {"utils", "util", "common", "services", "service", "helpers", "helper", "misc", "exceptions"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_file_has_a_name_that_says_nothing(path):
    assert not VAGUE & {path.stem, *path.relative_to(PACKAGE).parts[:-1]}


def test_every_init_is_empty():
    assert [name(path) for path in PACKAGE.rglob("__init__.py") if path.read_text().strip()] == []


def test_no_file_has_more_than_400_lines():
    assert [(name(path), size) for path in SOURCES if (size := len(path.read_text().splitlines())) > 400] == []


def calls(path: Path) -> set[str]:
    """Give every dotted name that a file calls."""
    return {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)}


CLOCK = re.compile(r"(^|\.)(now|utcnow|today|localtime|gmtime|localdate|time_ns)$|^time\.time$")
OUR_CLOCK = {"clock.now", "clock.today", "now", "clock.real_now", "day.today", "today"}


def test_only_the_clock_asks_what_time_it_is():
    asked = {
        (name(path), call)
        for path in SOURCES
        for call in calls(path)
        if CLOCK.search(call) and call not in OUR_CLOCK and path != PACKAGE / "web" / "clock.py"
    }

    assert asked == set()


CHANCE = re.compile(r"^(random|secrets|uuid)\.|^uuid[1-7]$|^os\.urandom$|^token_(bytes|hex|urlsafe)$")


def test_only_chance_draws_ids_and_salts():
    drawn = {
        (name(path), call)
        for path in SOURCES
        for call in calls(path)
        if CHANCE.search(call) and path != PACKAGE / "web" / "chance.py"
    }

    # The node's secret key is made before anything else is there to draw with.
    assert drawn <= {("kechuang/config/home.py", "secrets.token_urlsafe")}


def test_no_source_names_a_machine_path_or_a_registry():
    parts = (
        ("/", "work", "/"),
        ("/", "farm", "/"),
        ("pythonhosted", ".org"),
        ("pypi", ".org/simple"),
        ("registry", ".npmjs"),
    )
    pattern = re.compile("|".join(re.escape("".join(part)) for part in parts))
    kinds = {".py", ".html", ".md", ".yaml", ".toml", ".sh", ".css", ".js", ".txt", ""}
    skipped = {".git", ".venv", ".boot", ".kechuang", "node_modules", ".hypothesis", ".mypy_cache", ".ruff_cache"}

    found = [
        name(path)
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in kinds
        and not skipped & set(path.relative_to(ROOT).parts)
        and pattern.search(path.read_text(errors="ignore"))
    ]

    assert found == []
