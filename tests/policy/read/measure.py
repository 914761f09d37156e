"""How our own annotated texts are compared: strictly, finding by finding, in words a person can act on."""

import json
import re
import unicodedata
from pathlib import Path

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
