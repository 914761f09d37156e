"""Write the lists in docs/ that come from the code: every fact, and every rule key that no code asks yet.

``python scripts/reference.py`` writes them, ``--check`` compares them and fails with the difference.
"""

import argparse
import ast
import difflib
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "kechuang"
ASKING = {"ask", "answer_of"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")


def product_facts() -> list[tuple[str, int, type]]:
    """Give the facts of the product (those of tests left out), in the order of their names."""
    from kechuang.kernel.fact import REGISTRY  # noqa: PLC0415 - needs loaded apps

    return [
        (name, version, kind)
        for (name, version), kind in sorted(REGISTRY.items())
        if kind.__module__.startswith("kechuang.")
    ]


def meaning(kind: type) -> str:
    """Give the first paragraph of a fact's docstring; empty where it has only the one that dataclasses make."""
    said = (kind.__doc__ or "").strip()
    return "" if said.startswith(f"{kind.__name__}(") else " ".join(said.split("\n\n")[0].split())


def facts() -> str:
    """Give docs/facts.md."""
    from django.utils.translation import gettext, override  # noqa: PLC0415 - needs settings

    from kechuang.kernel.fact import GROUPS  # noqa: PLC0415 - beside the registry

    lines = [
        "# Facts 事实",
        "",
        "Every type of fact that acts leave, made from the code by `scripts/reference.py`. A value stands in one",
        "disclosure group: public, parties (of the case), authority, or personal, which alone can be erased.",
    ]
    for name, version, kind in product_facts():
        with override("zh-hans"):
            word = gettext(name)
        with override("en"):
            english = gettext(name)
        lines += ["", f"## `{name}`", "", f"{word} · {english} (version {version}). {meaning(kind)}", ""]
        for group in GROUPS:
            held = [f"`{each.name}`" for each in fields(kind) if each.metadata.get("group") == group]
            lines += [f"* {group}: {', '.join(held)}"] if held else []
    return "\n".join([*lines, *shared_moves()]) + "\n"


def shared_moves() -> list[str]:
    """Say which kinds of cases have switched on which of the moves that any case can use, and from which states."""
    from django.utils.translation import gettext, override  # noqa: PLC0415 - needs settings

    from kechuang.casework.registry import CASE_KINDS  # noqa: PLC0415 - needs loaded apps
    from kechuang.casework.standard import declare  # noqa: PLC0415 - needs loaded apps

    lines = ["", "# Moves that any case can use 通用办理事项", "", "| kind of case | move | from |", "|---|---|---|"]
    for kind in sorted(code for code in declare.DECLARED if code in CASE_KINDS):
        for entry in declare.declared(kind).rows(CASE_KINDS[kind].moves):
            with override("zh-hans"):
                word = gettext(entry.code)
            lines.append(f"| `{kind}` | `{entry.code}` {word} | {' '.join(sorted(entry.sources))} |")
    return lines


# --- rule keys


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _patterns(node: ast.expr, known: dict[str, ast.expr]) -> Iterator[str]:
    """Give the keys that an argument can be, as regular expressions; nothing where only the run can tell."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.JoinedStr():
            yield "".join(
                re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+" for part in node.values
            )
        case ast.Name(id=name) if name in known:
            yield from _patterns(known[name], known)
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(known.get(name), ast.Dict):
            for value in known[name].values:
                yield from _patterns(value, known)
        case _:
            return


def asked(path: Path) -> Iterator[tuple[str, int]]:
    """Give the keys that a file asks the law for (as regular expressions), with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = _constants(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ASKING:
            for argument in node.args[:2]:
                yield from ((pattern, node.lineno) for pattern in _patterns(argument, known))


def sources() -> list[Path]:
    """Give the code files."""
    return sorted(CODE.rglob("*.py"))


def unknown_keys() -> list[str]:
    """Name each place where code asks for a key that no region declares."""
    keys = _keys()
    return [
        f"{path.relative_to(ROOT)}:{line} {pattern}"
        for path in sources()
        for pattern, line in asked(path)
        if not any(re.fullmatch(pattern, key) for key in keys)
    ]


def _keys() -> dict[str, object]:
    from kechuang.rulebook.load import current  # noqa: PLC0415 - needs loaded apps

    return dict(current().keys)


def _named(paths: list[Path]) -> set[str]:
    """Give the keys that files name anywhere: in a table of keys just as in a question."""
    keys, found = _keys(), set[str]()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in keys:
                found.add(str(node.value))
            elif isinstance(node, ast.JoinedStr):
                [pattern] = _patterns(node, {})
                if "." in pattern.replace(r"[a-z0-9_.]+", "") and re.match(r"[a-z]", pattern):
                    found |= {key for key in keys if re.fullmatch(pattern, key)}
    return found


def unused() -> str:
    """Give docs/rule-keys-not-yet-used.md."""
    decisions = CODE / "rulebook" / "decisions"
    running = _named([path for path in sources() if decisions not in path.parents])
    cased = _named([path for path in sources() if decisions in path.parents])
    rows = [(key, entry) for key, entry in sorted(_keys().items()) if key not in running]
    lines = [
        "# Rule keys not yet used",
        "",
        "These rules stand in `regions/` with their sources, can be looked up and asked by programs, but no mechanism",
        "decides by them yet. Listed, not hidden; made from the code by `scripts/reference.py`. Where the last column",
        "says so, the worked cases (`kechuang cases`) already decide by them.",
        "",
        f"{len(rows)} of {len(_keys())} keys.",
        "",
        "| key | rule | worked cases |",
        "|---|---|---|",
        *(f"| `{key}` | {_title(entry)} | {'yes' if key in cased else ''} |" for key, entry in rows),
    ]
    return "\n".join(lines) + "\n"


def _title(entry: object) -> str:
    title = entry.title  # type: ignore[attr-defined] - rulebook.book.Key
    return f"{title.zh} · {title.en}"


MADE: dict[str, Callable[[], str]] = {"docs/facts.md": facts, "docs/rule-keys-not-yet-used.md": unused}


def difference(name: str) -> list[str]:
    """Give how a committed list differs from the one that the code makes now."""
    path = ROOT / name
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    return list(difflib.unified_diff(old.splitlines(), MADE[name]().splitlines(), name, "now", lineterm=""))


def main() -> int:
    """Write or compare; 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the committed lists")
    options = parser.parse_args()
    import django  # noqa: PLC0415 - settings are named first

    django.setup()
    found = [line for name in MADE for line in difference(name)]
    if options.check:
        sys.stdout.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    for name, make in MADE.items():
        (ROOT / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
