"""Which of the product's dependencies has no wheel for a machine: nothing is installed, only the index is asked.

    python scripts/wheels.py                     # ARM64 Linux, the Python that runs this
    python scripts/wheels.py --machine x86_64

Prints a table of all dependencies of the product (with PostgreSQL's) as installed here, and exits 1 if one of them
could only be built from source on that machine.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLATFORMS = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_17", "manylinux2014")


def wanted() -> dict[str, str]:
    """Give name and installed version of everything that the product needs at run time, on Linux."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    found: dict[str, str] = {}
    while waiting:
        line = waiting.pop()
        name, extras = _named(line)
        known = name in found
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = distribution.version
        for needed in distribution.requires or ():
            marker = needed.partition(";")[2]
            if _holds(marker, extras) and not (known and not extras):
                waiting.append(needed.partition(";")[0])
    return dict(sorted(found.items()))


def _named(line: str) -> tuple[str, frozenset[str]]:
    match = re.match(r"\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?", line)
    assert match is not None
    extras = frozenset(each.strip() for each in (match[2] or "").split(",") if each.strip())
    return re.sub(r"[-_.]+", "-", match[1]).lower(), extras


def _holds(marker: str, extras: frozenset[str]) -> bool:
    """Say whether a requirement counts on Linux; other markers are decided by what is installed here."""
    asked = re.findall(r"extra\s*==\s*['\"]([^'\"]+)['\"]", marker)
    if asked:
        return any(each in extras for each in asked)
    return not re.search(r"(sys_platform|platform_system|os_name)\s*==\s*['\"](?:win32|Windows|nt|darwin)", marker)


def ask(packages: dict[str, str], machine: str) -> dict[str, str]:
    """Give the wheel of each package for a machine, by one question for all, or one for each where that fails."""
    whole = _pip([f"{name}=={version}" for name, version in packages.items()], machine)
    if whole is not None:
        return whole
    found: dict[str, str] = {}
    for name, version in packages.items():
        found |= _pip([f"{name}=={version}"], machine) or {}
    return found


def _pip(pins: list[str], machine: str) -> dict[str, str] | None:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"]
        command += ["--only-binary=:all:", f"--python-version={sys.version_info[0]}.{sys.version_info[1]}"]
        command += [f"--platform={platform}_{machine}" for platform in PLATFORMS]
        command += ["--target", folder, "--report", str(report), *pins]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pip, with names of our own
        if done.returncode:
            return None
        rows = json.loads(report.read_text())["install"]
    return {
        re.sub(r"[-_.]+", "-", row["metadata"]["name"]).lower(): row["download_info"]["url"].rpartition("/")[2]
        for row in rows
    }


def main() -> int:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machine", default="aarch64", help="aarch64 (default) or x86_64")
    machine = parser.parse_args().machine
    packages = wanted()
    found = ask(packages, machine)
    built = [name for name in packages if name not in found]
    own = [name for name in found if not found[name].endswith("-none-any.whl")]
    for name, version in packages.items():
        print(f"{name:<28} {version:<16} {found.get(name, 'NO WHEEL: built from source')}")  # noqa: T201 - a table
    said = f"{len(packages)} packages for {machine}: {len(found)} have wheels, {len(own)} of them of their own"
    print(f"{said}; without: {', '.join(built) or 'none'}")  # noqa: T201 - a table
    return 1 if built else 0


if __name__ == "__main__":
    sys.exit(main())
