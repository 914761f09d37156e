"""Style sheets and scripts run in Chromium 100: what is newer stands where its absence changes nothing that matters.

The list names what came after Chromium 100 (March 2022), by https://chromestatus.com; a feature that is not named here
is older, or nobody has used it yet: add it with its version when it comes.
"""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "kechuang" / "web" / "static" / "web"
SHEETS = sorted(STATIC.glob("*.css"))
SCRIPTS = sorted(STATIC.glob("*.js"))

# Decorative: without them a line breaks elsewhere, or a page number is missing on paper. Words, order and colour stay.
DECORATIVE = {"text-wrap": 114, "text-autospace": 140, "@bottom-right": 131}
NEWER = {
    r"(?<![\w-])&|^\s+[.#:\w][^{};]*\{[^{}]*\{": (112, "nesting"),
    r":has\(": (105, ":has()"),
    r"@container|container-(?:type|name)\s*:": (105, "container queries"),
    r"@scope\b": (118, "@scope"),
    r"@starting-style": (117, "@starting-style"),
    r"color-mix\(|oklch\(|oklab\(|\blab\(|\blch\(": (111, "new colours"),
    r"light-dark\(": (123, "light-dark()"),
    r":\s*subgrid": (117, "subgrid"),
    r"\b\d*\.?\d+[sld]v[hwib]\b": (108, "small and dynamic viewport units"),
    r"(?<![\w-])(?:translate|rotate|scale)\s*:": (104, "single transforms"),
    r"@media[^{]*\([^):]*[<>]": (104, "ranges in media queries"),
    r"field-sizing|anchor-name|position-anchor|view-transition|interpolate-size": (123, "layout of the future"),
    r"text-wrap|text-autospace|@bottom-right": (114, "text"),
    r"animation-timeline|scroll-timeline": (115, "scroll-driven animation"),
    r"linear\(": (113, "linear()"),
    r"@property\b|:user-(?:in)?valid|:popover-open": (114, "states"),
    r"\bround\(|\bmod\(|\brem\(|\babs\(|\bsign\(|\bsin\(": (111, "mathematics"),
}
SCRIPT_NEWER = {
    r"\.toSorted\(|\.toReversed\(|\.toSpliced\(|\.with\(": 110,
    r"Object\.groupBy|Map\.groupBy": 117,
    r"Promise\.withResolvers": 119,
    r"\.showPopover\(|popovertarget": 114,
    r"startViewTransition": 111,
    r"Array\.fromAsync": 121,
    r"\bSet\.prototype\.|\.(?:union|intersection|isSubsetOf)\(": 122,
    r"requestClose\(": 134,
    r"\.setHTMLUnsafe\(|parseHTMLUnsafe": 124,
    r"/[a-z]*v[a-z]*\s*[;,)]": 112,
}


def without_fallbacks(text: str) -> str:
    """Take out comments and what stands under @supports, which an older browser never reads."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    while (start := text.find("@supports")) >= 0:
        depth, at = 0, text.index("{", start)
        for end in range(at, len(text)):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            if depth == 0:
                break
        text = text[:start] + text[end + 1 :]
    return text


def newer_in(text: str) -> list[str]:
    """Name what is newer than Chromium 100 and neither decorative nor under @supports."""
    plain = without_fallbacks(text)
    for name in DECORATIVE:
        plain = plain.replace(name, "")
    rules = re.sub(r"@(?:layer|media|page)[^{;]*\{", "", plain)  # what holds rules is no rule with a rule in it
    found = []
    for pattern, (version, name) in NEWER.items():
        source = rules if name == "nesting" else plain
        if re.search(pattern, source, re.MULTILINE):
            found.append(f"{name} ({version})")
    return found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_needs_nothing_newer_than_chromium_100(sheet):
    assert newer_in(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_needs_nothing_newer_than_chromium_100(script):
    text = script.read_text(encoding="utf-8")

    assert [version for pattern, version in SCRIPT_NEWER.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("p { color: light-dark(#fff, #000); }", ["light-dark() (123)"]),
        ("@supports (color: light-dark(#fff, #000)) { p { color: light-dark(#fff, #000); } }", []),
        (".a { .b { color: red } }", ["nesting (112)"]),
        ("@layer parts { .a { color: red } }", []),
        (".a:has(.b) { top: 0 }", [":has() (105)"]),
        ("@media (width < 900px) { p { top: 0 } }", ["ranges in media queries (104)"]),
        ("p { height: 100dvh }", ["small and dynamic viewport units (108)"]),
        ("h1 { text-wrap: balance }", []),
    ],
)
def test_the_scan_finds_what_it_should(rule, found):
    text = rule if rule.startswith("@") else f"@layer parts {{\n  {rule}\n}}"

    assert newer_in(text) == found


def test_every_colour_that_the_dark_redefines_has_its_light_value_outside():
    text = (STATIC / "app.css").read_text(encoding="utf-8")
    outside = without_fallbacks(text)

    dark = set(re.findall(r"(--[\w-]+):[^;]*light-dark\(", text))
    assert dark - set(re.findall(r"(--[\w-]+):", outside)) == set()
