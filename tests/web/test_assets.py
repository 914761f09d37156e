"""What browsers load: no inline style or script anywhere, vendored files as reviewed, and small."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.template import engines
from lxml import html

ROOT = Path(__file__).parents[2] / "kechuang"
STATIC = ROOT / "web" / "static" / "web"
VENDOR = STATIC / "vendor"
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
CSS, JS = STATIC / "app.css", STATIC / "app.js"

INLINE = re.compile(
    r"""\sstyle\s*=\s*["'{] | <style[\s>] | \son[a-z]+\s*=\s*["'] | \shx-on[:=-] | javascript: | hx-vals\s*=\s*["']js:""",
    re.VERBOSE | re.IGNORECASE,
)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def faults(text: str) -> list[str]:
    return [found.group().strip() for pattern in (INLINE, SCRIPT, ELSEWHERE) for found in pattern.finditer(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_holds_style_script_or_foreign_addresses(path):
    assert faults(path.read_text(encoding="utf-8")) == []


# In Python “style =” is a variable: only what stands inside a tag counts.
IN_PYTHON = re.compile(
    r"""<[a-z][^>\n]*\s(?:style|on[a-z]+|hx-on[:\w-]*)\s*=\s*["'{] | <style[\s>] | javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
REFUSES = {"casework/files/look/look.py": ["javascript:"]}  # a file that holds this is not kept


def test_no_python_writes_them_either():
    written = {
        path.relative_to(ROOT).as_posix(): found
        for path in sorted(ROOT.rglob("*.py"))
        if (found := [each.group().strip() for each in IN_PYTHON.finditer(path.read_text(encoding="utf-8"))])
    }

    assert written.items() <= REFUSES.items()


@pytest.mark.parametrize("wrong", ['"<p style=\\"top:0\\">"', "f'<a onclick={x}>'", "'<style>'", '"javascript:go()"'])
def test_the_scan_of_python_finds_what_it_should(wrong):
    assert IN_PYTHON.search(wrong.replace("\\", ""))


@pytest.mark.parametrize(
    "wrong",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<a onclick="go()">',
        '<a hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<img src="//cdn.example/x.png">',
        '<link href="https://fonts.example/x.css">',
    ],
)
def test_the_scan_finds_what_it_should(wrong):
    assert len(faults(wrong)) == 1


def test_every_template_compiles():
    engine = engines["django"]

    for path in TEMPLATES:
        engine.from_string(path.read_text(encoding="utf-8"))


def test_vendored_files_are_those_reviewed():
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))

    digests = {each["file"]: each["sha256"] for each in manifest}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "manifest.json"
    }

    assert digests == present
    assert all(each[name] for each in manifest for name in ("name", "version", "licence", "home", "why"))


def test_style_and_script_stay_small():
    scripts = sum(path.stat().st_size for path in STATIC.rglob("*.js"))

    assert CSS.stat().st_size <= 30 * 1024
    assert scripts <= 60 * 1024
    assert {path.name for path in STATIC.glob("*.css")} == {"app.css", "charts.css", "board.css"}


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_stands_in_its_layers_and_loads_nothing(sheet):
    text = sheet.read_text(encoding="utf-8")

    outside = re.sub(r"@layer (?:base|layout|parts|print) \{.*?\n\}", "", text, flags=re.DOTALL)
    assert re.sub(r"/\*.*?\*/|@layer base, layout, parts, print;|\s", "", outside) == ""
    assert re.findall(r"@import|url\(|@font-face", text) == []
    assert re.findall(r"font-style:\s*italic|text-transform", text) == []


def test_colours_outside_the_palette_are_only_shadows():
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sorted(STATIC.glob("*.css")))
    body = re.sub(r"--[\w-]+:[^;]+;", "", text)

    assert sorted(set(re.findall(r"#[0-9a-f]{3,8}\b", body))) == ["#000", "#fff"]


def test_a_page_stays_small_and_loads_only_its_own_files(kit, client, db):
    page = client.get("/help/")
    tree = html.fromstring(page.content.decode())

    loaded = tree.xpath("//script/@src | //link/@href | //img/@src")
    assert len(page.content) <= 60 * 1024
    assert [address.partition("?")[0] for address in loaded] == [
        "/static/web/mark.svg",
        "/static/web/app.css",
        "/static/web/vendor/htmx-4.min.js",
        "/static/web/app.js",
    ]
    assert all(re.search(r"\?v=[0-9a-f]{10}$", address) for address in loaded)


KIT_PAGES = ("/", "/search/", "/help/", "/sign-in/", "/style/list/", "/style/form/", "/nowhere/")


@pytest.mark.parametrize("path", KIT_PAGES)
def test_a_page_without_charts_stays_within_its_budget_as_delivered(demo, client, bodies, path):
    """HTML 60 KB, style sheets 30 KB, scripts 60 KB, counted before compression."""
    bodies(30)
    page = client.get(path).content

    loaded = set(html.fromstring(page.decode()).xpath("//script/@src | //link[@rel='stylesheet']/@href"))
    sizes = {".css": 0, ".js": 0}
    for address in loaded:
        file = STATIC / address.partition("?")[0].removeprefix("/static/web/")
        sizes[file.suffix] += file.stat().st_size
    assert len(page) <= 60 * 1024
    assert sizes[".css"] <= 30 * 1024
    assert sizes[".js"] <= 60 * 1024


def test_a_sheet_for_charts_is_asked_for_once_and_only_by_pages_with_charts(demo, client, db):
    with_charts, without = client.get("/style/").content.decode(), client.get("/help/").content.decode()

    assert (with_charts.count("web/charts.css"), without.count("web/charts.css")) == (1, 0)


@pytest.mark.parametrize("path", [*KIT_PAGES, "/style/", "/style/office/", "/style/errors/503/"])
def test_no_page_asks_anything_of_another_host(demo, client, bodies, path):
    bodies(3)
    tree = html.fromstring(client.get(path).content.decode())

    asked = tree.xpath("//script/@src | //link/@href | //img/@src | //form/@action | //*[@hx-get]/@hx-get")
    assert [address for address in asked if re.match(r"(?:[a-z]+:)?//", address)] == []
