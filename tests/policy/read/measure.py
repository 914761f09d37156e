"""How our own annotated texts are compared: strictly, finding by finding, in words a person can act on."""

import collections
import json
import re
import unicodedata
from pathlib import Path

from kechuang.policy.read.document import to_json
from kechuang.policy.read.read import read_text

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in CORPUS.glob("*.gold.json"))


def load(name):
    raw = (CORPUS / f"{name}.txt").read_bytes().decode("utf-8")
    return raw, json.loads((CORPUS / f"{name}.gold.json").read_text("utf-8"))


def plain(text):
    return re.sub(r"[\s“”。：、]", "", unicodedata.normalize("NFKC", text or "")).replace("〔", "(").replace("〕", ")")


def overlap(a, b):
    return max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))


def bigrams(text):
    text = re.sub(r"\W", "", plain(text))
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def alike(a, b):
    left, right = bigrams(a), bigrams(b)
    return 2 * len(left & right) / (len(left) + len(right))


def target_faults(gold, found):
    """Promises missed, invented, or wrong in year, name, comparator or place."""
    faults, used = [], set()
    for wanted in gold["targets"]:
        years = set(wanted.get("year_ok", [wanted["year"]]))
        best = None
        for i, one in enumerate(found):
            same = one["value"] == wanted["value"] and one["value_max"] == wanted.get("value_max")
            same = same and (one["unit"] or "") == (wanted["unit"] or "") and overlap(one, wanted)
            if same and i not in used and (best is None or alike(one["indicator"], wanted["indicator"]) > best[1]):
                best = (i, alike(one["indicator"], wanted["indicator"]))
        if best is None:
            if not wanted.get("optional"):
                faults.append(("missed", wanted["quote"], wanted["value"]))
            continue
        used.add(best[0])
        one = found[best[0]]
        union = max(one["end"], wanted["end"]) - min(one["start"], wanted["start"])
        wrong = {
            "year": one["year"] not in years,
            "name": best[1] < 0.5,
            "comparator": one["comparator"] != wanted["comparator"],
            "place": overlap(one, wanted) * 2 < union,
        }
        if not wanted.get("optional"):
            faults += [(k, wanted["quote"], one["indicator"], one["year"]) for k, bad in wrong.items() if bad]
    faults += [("invented", one["quote"], one["value"]) for i, one in enumerate(found) if i not in used]
    return faults


PARTS = ("targets", "units", "headings", "cited", "systems", "incentives")


def judged(part):
    """The texts whose annotation covers a part: `parts` in the gold names them, all where it is absent."""
    return [name for name in NAMES if part in load(name)[1].get("parts", PARTS)]


def heading(section):
    return plain(section["marker"]).rstrip(".．"), plain(section["title"])


def counted(part, gold, reading):
    """(found, invented, missed) of one part in one text."""
    if part == "targets":
        required = sum(1 for t in gold["targets"] if not t.get("optional"))
        faults = target_faults(gold, reading["targets"])
        missed = sum(1 for fault in faults if fault[0] == "missed")
        invented = sum(1 for fault in faults if fault[0] == "invented")
        wrong = len({fault[1:3] for fault in faults if fault[0] not in {"missed", "invented"}})
        return required - missed - wrong, invented + wrong, missed + wrong
    if part == "units":
        wanted = collections.Counter(plain(u) for a in gold["assignments"] for u in a["units"])
        found = collections.Counter(plain(u) for a in reading["assignments"] for u in a["units"])
    elif part == "headings":
        wanted = collections.Counter(heading(s) for s in gold["sections"] if not s.get("optional"))
        spared = {heading(s)[0] for s in gold["sections"] if s.get("optional")}
        found = collections.Counter(
            heading(s) for s in reading["sections"] if heading(s) in wanted or heading(s)[0] not in spared
        )
    elif part == "cited":
        wanted = collections.Counter({plain(c["title"]) for c in gold["cited_documents"] if c["role"] == "cited"})
        found = collections.Counter({plain(c["title"]) for c in reading["cited_documents"] if c["role"] == "cited"})
    elif part == "systems":
        names = [plain(s["name"]) for s in reading["named_systems"]]
        required = [plain(s["name"]) for s in gold["named_systems"] if not s.get("optional")]
        hits = sum(1 for name in required if any(name in n for n in names))
        return hits, 0, len(required) - hits
    else:
        wanted = collections.Counter((i["value"], i["unit"]) for i in gold["incentives"])
        found = collections.Counter((i["value"], i["unit"]) for i in reading["incentives"])
    return (wanted & found).total(), (found - wanted).total(), (wanted - found).total()


def scores():
    """part -> (F1, how many findings the annotations ask for, in how many texts); of systems the recall."""
    readings = {name: to_json(read_text(load(name)[0])) for name in NAMES}
    out = {}
    for part in PARTS:
        names = judged(part)
        hit, extra, missed = (
            sum(column)
            for column in zip(*(counted(part, load(name)[1], readings[name]) for name in names), strict=True)
        )
        out[part] = (2 * hit / (2 * hit + extra + missed), hit + missed, len(names))
    return out
