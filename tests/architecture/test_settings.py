"""Every environment variable that the code reads stands in docs/settings.md, and nothing else does."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_documented_variables_are_the_ones_that_the_code_reads():
    pattern = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)["']((?:KECHUANG_[A-Z_]+|DATABASE_URL))["']""")
    read = {name for path in (ROOT / "kechuang").rglob("*.py") for name in pattern.findall(path.read_text())}

    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))

    assert read == documented
