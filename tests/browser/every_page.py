"""Every page once in a browser; light and dark, three languages and three widths turn with the pages, pair by pair.

On each: axe finds nothing, nothing is wider than the screen, targets are large enough, the console stays empty, and no
Chinese page shows an English message. ``KECHUANG_TEST_ALL=1`` walks all pages in all nine variants.
"""

import re

import polib
from axe_playwright_python.sync_playwright import Axe

from kechuang.web import catalogues
from tests.matrix.filled import ASKED, NOBODY, OWN, ROLES
from tests.matrix.routes import ONLY_ON_DEMONSTRATION, PAGES, addresses
from tests.matrix.walk import EVERYTHING, holds

# Each pair of values of two dimensions stands in some row (an orthogonal array for 2 × 3 × 3).
VARIANTS = [
    {"color_scheme": scheme, "language": language, "width": width}
    for scheme, language, width in (
        ("light", "zh-hans", 1440),
        ("dark", "zh-hant", 768),
        ("light", "en", 320),
        ("dark", "zh-hans", 320),
        ("light", "zh-hant", 1440),
        ("dark", "en", 1440),
        ("light", "zh-hans", 768),
        ("dark", "en", 768),
        ("light", "zh-hant", 320),
    )
]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll("a,button,input:not([type=hidden]),select,textarea,summary")]
  .map(each => [each, (each.closest("label") || each).getBoundingClientRect()])
  .filter(([each, box]) => box.width && !each.closest(".away, svg") && (box.height < 24 || box.width < 24)
    && getComputedStyle(each).display !== "inline")
  .map(([each, box]) => `${each.tagName} ${Math.round(box.width)}x${Math.round(box.height)} ${each.textContent.trim()}`)"""
SPOKEN = """() => {
  const left = document.body.cloneNode(true);
  left.querySelectorAll("script, style, textarea, code, pre, [lang]").forEach(each => each.remove());
  return [left.innerText, ...[...document.querySelectorAll("[title],[aria-label],[placeholder],[alt]")].flatMap(each =>
    ["title", "aria-label", "placeholder", "alt"].map(name => each.getAttribute(name) || ""))].join("\\n");
}"""
ROUTES = [route for route in PAGES if route.path not in ONLY_ON_DEMONSTRATION]
NUMBERS = {str(route): number for number, route in enumerate(ROUTES)}


def english_messages() -> list[str]:
    """Give every English message of two words or more without a value in it, as it stands in code and templates."""
    found = set()
    for path in catalogues.ROOT.rglob("locale/zh_Hans/LC_MESSAGES/django.po"):
        found |= {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr and entry.msgstr != entry.msgid}
    plain = re.compile(r"[A-Z][^%{}<>]* [^%{}<>]*")
    return sorted(text for text in found if plain.fullmatch(text))


def found_for(filled, route, number):
    """Give who opens the page, turning, and an address at which it stands; None where there is none for eyes.

    Of several things the first is taken at which the page itself stands: a step that is not open leads elsewhere.
    """
    people = [(OWN, name) for name in (*ASKED, *ROLES) if holds((OWN, name), route.permission)]
    turn = number % len(people)
    people = people[turn:] + people[:turn]
    second = None
    for person in ([NOBODY] if route.permission == "public" and number % 2 else []) + people:
        for address, thing in addresses(route, filled, OWN):
            if thing is not None and thing.readers is not None and person not in thing.readers:
                continue
            response = filled.client(person).get(address)
            response.close()
            if response.status_code == 200:
                return (person, address) if "html" in response.headers["Content-Type"] else None
            second = second or ((person, address) if response.status_code == 302 else None)
    return second


def faults(page, language, english) -> dict[str, list]:
    found = {
        "axe": [
            (each["id"], [node["html"][:160] for node in each["nodes"]][:4])
            for each in Axe().run(page).response["violations"]
        ],
        "wider": page.evaluate(WIDER),
        "small": page.evaluate(SMALL),
        "console": page.complaints,
        "english": [],
    }
    if language != "en":
        said = page.evaluate(SPOKEN)
        found["english"] = [text for text in english if text in said]
    return {name: each for name, each in found.items() if each}


def faults_at(enter, filled, server, english, route) -> dict[str, dict]:
    """Open a page in its variant, or in all nine of the full grid, and give what is wrong there."""
    number, wrong = NUMBERS[str(route)], {}
    stands = found_for(filled, route, number)

    for variant in (VARIANTS if EVERYTHING else [VARIANTS[number % len(VARIANTS)]]) if stands else []:
        page = enter(stands[0], **variant)
        response = page.goto(f"{server}{stands[1]}")
        assert response.status == 200, stands
        found = faults(page, variant["language"], english)
        wrong |= {f"{stands} {' '.join(map(str, variant.values()))}": found} if found else {}
    return wrong
