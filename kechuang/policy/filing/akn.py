"""A document as Akoma Ntoso 3.0 (OASIS LegalDocML): text as published, headings as hierarchy, findings as notes.

Legal acts (条例, 规定, 办法, 细则) are ``act``, everything else is ``doc``. The text is that of the file without its
line breaks, tags and page numbers; nothing else is left out or put in. Targets and duties stand as notes in ``meta``
with their mark at the end of the words that they were read from, responsible bodies as ``TLCOrganization``. Pure.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from kechuang.policy.filing.stretch import Paragraph, Published
from kechuang.policy.finding import CITED, FoundClause, FoundTarget, FoundTask, Noted, Reading
from kechuang.policy.read.marks import ordinal

SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:kechuang:policy:1"
MEDIA_TYPE = "application/akn+xml"
SOURCE = "#kechuang"
SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
_ACT = re.compile(r"(?:条例|规定|办法|细则)(?:（[^（）]*）|\([^()]*\))?$")
_MARKED = (("编", "part"), ("篇", "part"), ("章", "chapter"), ("节", "section"), ("条", "article"))
_BY_DEPTH = ("section", "subsection", "paragraph", "subparagraph")
_SHORT = {
    "part": "part",
    "chapter": "chp",
    "section": "sec",
    "subsection": "subsec",
    "article": "art",
    "paragraph": "para",
    "subparagraph": "subpara",
    "level": "lvl",
    "hcontainer": "hcontainer",
}
# What XML 1.0 cannot hold at all.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is known of the work, its expression and the file: the register's particulars, days as YYYY-MM-DD."""

    key: str
    title: str
    number: str
    issuers: tuple[str, ...]
    issued_on: str
    imported_on: str
    register_number: str
    version: int
    language: str
    address: str
    digests: Mapping[str, str] = field(default_factory=dict)


def write(reading: Reading, text: str, work: Work) -> bytes:
    """Give the document as XML in UTF-8; the same reading gives the same bytes."""
    register_namespace("", SPACE)
    register_namespace("kc", OWN)
    made = _Writer(reading, text, work).root()
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    body: bytes = tostring(made, encoding="utf-8", short_empty_elements=True)
    return head + body + b"\n"


def is_act(title: str) -> bool:
    """Say whether a title is that of a legal act."""
    return bool(_ACT.search(title.strip()))


def legal(text: str) -> str:
    """Give text as XML can hold it: a character that it cannot is shown as lost."""
    return _FORBIDDEN.sub(_LOST, text)


def _tag(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    made = SubElement(parent, _tag(tag), {key: legal(value) for key, value in attributes.items()})
    if text:
        made.text = legal(text)
    return made


class _Mixed:
    """Fills an element with text and elements in turn."""

    def __init__(self, element: Element) -> None:
        self.element, self.last = element, None if len(element) == 0 else element[-1]

    def text(self, words: str) -> None:
        if self.last is None:
            self.element.text = (self.element.text or "") + legal(words)
        else:
            self.last.tail = (self.last.tail or "") + legal(words)

    def child(self, tag: str, /, **attributes: str) -> "_Mixed":
        self.last = _add(self.element, tag, **attributes)
        return _Mixed(self.last)


class _Writer:
    def __init__(self, reading: Reading, text: str, work: Work) -> None:
        self.reading, self.work = reading, work
        self.published = Published(text, reading.layout)
        self.text = text
        self.clauses = sorted(reading.clauses, key=lambda clause: (clause.start, -clause.body_end))
        self.children: dict[str, list[FoundClause]] = {}
        known = {clause.path for clause in self.clauses}
        for clause in self.clauses:
            parent = clause.parent if clause.parent in known else ""
            self.children.setdefault(parent, []).append(clause)
        noted: list[FoundTarget | FoundTask] = [*reading.targets, *reading.tasks]
        self.noted = sorted(noted, key=lambda found: (found.end, found.code))
        self.note_ends = [found.end for found in self.noted]
        self.cited = sorted(_apart(reading.of(CITED)), key=lambda found: found.start)
        self.cited_starts = [found.start for found in self.cited]
        self.ids: Counter[str] = Counter()
        self.bodies = {name: f"org_{at}" for at, name in enumerate(self._bodies(), 1)}

    def _bodies(self) -> list[str]:
        return list(
            dict.fromkeys(unit for task in self.reading.tasks for unit in (*task.units, *task.lead, *task.support))
        )

    def root(self) -> Element:
        root = Element(_tag("akomaNtoso"))
        act = is_act(self.work.title) and bool(self.clauses)
        holder = _add(root, "act" if act else "doc", name="act" if act else "policy")
        self._meta(holder)
        first = self.clauses[0].start if self.clauses else len(self.text)
        if self.clauses:
            self._preface(holder, 0, first)
        body = _add(holder, "body" if act else "mainBody")
        if self.clauses:
            self._hierarchy(body, "", "", first, len(self.text))
        else:
            self._paragraphs(body, 0, len(self.text))
        if len(body) == 0:
            _add(body, "p")
        return root

    # --- what is known of it

    def _meta(self, holder: Element) -> None:
        meta = _add(holder, "meta")
        self._identification(meta)
        references = _add(meta, "references", source=SOURCE)
        _add(
            references, "TLCOrganization", eId="kechuang", href="/ontology/organization/cn/kechuang", showAs="Kechuang"
        )
        for at, issuer in enumerate(self.work.issuers or ("",), 1):
            _add(
                references, "TLCOrganization", eId=f"issuer_{at}", href=_ontology("organization", issuer), showAs=issuer
            )
        for name, code in self.bodies.items():
            _add(references, "TLCOrganization", eId=code, href=_ontology("organization", name), showAs=name)
        if self.bodies:
            _add(references, "TLCRole", eId="lead", href="/ontology/role/cn/lead", showAs="牵头单位")
            _add(references, "TLCRole", eId="responsible", href="/ontology/role/cn/responsible", showAs="责任单位")
            _add(references, "TLCRole", eId="support", href="/ontology/role/cn/support", showAs="配合单位")
        for target in self.reading.targets:
            showing = target.indicator or target.code
            _add(references, "TLCConcept", eId=target.code, href=_ontology("concept", target.indicator), showAs=showing)
        for cited in self.cited:
            href = _ontology("reference", cited.label)
            _add(references, "TLCReference", eId=cited.code, href=href, showAs=cited.label, name="cited")
        self._notes(meta)
        kept = _add(meta, "proprietary", source=SOURCE)
        for name, value in sorted(self.work.digests.items()):
            SubElement(kept, f"{{{OWN}}}digest", {"of": name, "algorithm": "sha-256"}).text = value

    def _identification(self, meta: Element) -> None:
        work, holder = self.work, _add(meta, "identification", source=SOURCE)
        day, name = (work.issued_on, "issued") if work.issued_on else (work.imported_on, "imported")
        slug = quote(work.number or work.register_number or work.key, safe="")
        uri = f"/akn/cn/{'act' if is_act(work.title) else 'doc'}/{day}/{slug}"
        language = "zho"
        levels = (
            ("FRBRWork", uri, f"{uri}/!main"),
            ("FRBRExpression", f"{uri}/{language}@{day}", f"{uri}/{language}@{day}/!main"),
            ("FRBRManifestation", f"{uri}/{language}@{day}.xml", f"{uri}/{language}@{day}/!main.xml"),
        )
        for level, whole, this in levels:
            made = _add(holder, level)
            _add(made, "FRBRthis", value=this)
            _add(made, "FRBRuri", value=whole)
            if level == "FRBRWork":
                _add(made, "FRBRalias", value=work.key or work.register_number, name="register")
                self._dated(made, day, name)
                _add(made, "FRBRcountry", value="cn")
                if work.number:
                    _add(made, "FRBRnumber", value=work.number)
                _add(made, "FRBRname", value=work.title)
            elif level == "FRBRExpression":
                self._dated(made, day, name)
                _add(made, "FRBRversionNumber", value=str(work.version))
                _add(made, "FRBRlanguage", language=language)
            else:
                _add(made, "FRBRalias", value=work.address, name="register")
                _add(made, "FRBRdate", date=work.imported_on, name="imported")
                _add(made, "FRBRauthor", href=SOURCE)
                _add(made, "FRBRformat", value=MEDIA_TYPE)

    def _dated(self, made: Element, day: str, name: str) -> None:
        _add(made, "FRBRdate", date=day, name=name)
        for at in range(1, max(1, len(self.work.issuers)) + 1):
            _add(made, "FRBRauthor", href=f"#issuer_{at}")

    def _notes(self, meta: Element) -> None:
        if not self.noted:
            return
        notes = _add(meta, "notes", source=SOURCE)
        every: list[FoundTarget | FoundTask] = [*self.reading.targets, *self.reading.tasks]
        for found in every:
            note = _add(notes, "note", eId=f"note_{found.code}", marker=found.code)
            line = _Mixed(_add(note, "p"))
            if isinstance(found, FoundTarget):
                _say_target(line, found)
            else:
                self._say_task(line, found)

    def _say_task(self, line: _Mixed, task: FoundTask) -> None:
        plain = tuple(unit for unit in task.units if unit not in {*task.lead, *task.support})
        groups = (
            ("lead", "牵头单位", task.lead),
            ("responsible", "责任单位", plain),
            ("support", "配合单位", task.support),
        )
        for role, word, units in groups:
            if not units:
                continue
            line.child("role", refersTo=f"#{role}").text(word)
            line.text("：")
            for at, unit in enumerate(units):
                line.text("、" if at else "")
                line.child("organization", refersTo=f"#{self.bodies[unit]}").text(unit)
            line.text("；")

    # --- the text

    def _preface(self, holder: Element, start: int, end: int) -> None:
        paragraphs = list(self.published.paragraphs(start, end))
        if not paragraphs:
            return
        preface = _add(holder, "preface")
        for paragraph in paragraphs:
            line = _add(preface, "p")
            words = "".join(self.published.words(paragraph.runs).split())
            if words and words == "".join(self.work.title.split()):
                line = _add(line, "docTitle")
            elif words and words == "".join(self.work.number.split()):
                line = _add(line, "docNumber")
            self._runs(_Mixed(line), paragraph)

    def _hierarchy(self, holder: Element, path: str, above: str, start: int, end: int) -> None:
        """Lay the clauses below one (or the top), with the text that stands before, between and after them."""
        children = [clause for clause in self.children.get(path, ()) if start <= clause.start < max(end, start + 1)]
        at = start
        for number, clause in enumerate(children):
            self._between(holder, above, at, clause.start, first=number == 0)
            limit = children[number + 1].start if number + 1 < len(children) else end
            stop = max(clause.end, min(clause.body_end, limit))
            self._clause(holder, clause, above, stop)
            at = stop
        self._between(holder, above, at, end, first=False, last=True)

    def _between(self, holder: Element, above: str, start: int, end: int, *, first: bool, last: bool = False) -> None:
        paragraphs = list(self.published.paragraphs(start, end)) if start < end else []
        if not paragraphs:
            return
        inside = holder.tag not in {_tag("body"), _tag("mainBody")}
        if inside and (first or last):
            block = _add(holder, "intro" if first else "wrapUp")
        else:
            passage = _add(holder, "hcontainer", name="passage", eId=self._id(above, "hcontainer", ""))
            block = _add(passage, "content")
        for paragraph in paragraphs:
            self._runs(_Mixed(_add(block, "p")), paragraph)

    def _clause(self, holder: Element, clause: FoundClause, above: str, stop: int) -> None:
        name = _named(clause)
        code = self._id(above, name, clause.marker)
        attributes = {"eId": code} | ({"name": "box"} if name == "hcontainer" else {})
        made = _add(holder, name, **attributes)
        self._heading(made, clause)
        if self.children.get(clause.path):
            self._hierarchy(made, clause.path, code, clause.end, stop)
            return
        paragraphs = list(self.published.paragraphs(clause.end, stop))
        if paragraphs:
            content = _add(made, "content")
            for paragraph in paragraphs:
                self._runs(_Mixed(_add(content, "p")), paragraph)

    def _heading(self, made: Element, clause: FoundClause) -> None:
        """Write number and heading: what stands in the text, the mark first where it begins with it."""
        paragraphs = list(self.published.paragraphs(clause.start, clause.end))
        runs = [run for paragraph in paragraphs for run in paragraph.runs]
        mark = "".join(clause.marker.split())
        at, seen = 0, ""
        while runs and seen != mark and mark.startswith(seen) and at < len(runs):
            low, high = runs[at]
            for place in range(low, high):
                if seen == mark:
                    break
                seen += self.text[place].strip()
                runs[at] = (place + 1, high)
            else:
                at += 1
        if mark and seen == mark:
            _add(made, "num", clause.marker.strip())
            rest = [(low, high) for low, high in runs[at:] if low < high]
        else:
            rest = [run for paragraph in paragraphs for run in paragraph.runs]
        if "".join(self.published.words(rest).split()):
            self._runs(_Mixed(_add(made, "heading")), Paragraph(clause.start, clause.end, tuple(rest)))

    def _paragraphs(self, holder: Element, start: int, end: int) -> None:
        for paragraph in self.published.paragraphs(start, end):
            self._runs(_Mixed(_add(holder, "p")), paragraph)

    def _runs(self, line: _Mixed, paragraph: Paragraph) -> None:
        """Write the words of a paragraph, with marks of notes where findings end and cited documents as references."""
        inside: tuple[_Mixed, int] | None = None
        for low, high in paragraph.runs:
            at = low
            for place, event in (*self._events(low, high, paragraph.end), (high, None)):
                target = inside[0] if inside else line
                target.text(self.text[at:place])
                at = place
                if inside and place >= inside[1]:
                    inside = None
                if isinstance(event, Noted):
                    inside = (line.child("ref", href=f"#{event.code}"), event.end)
                elif event is not None:
                    (inside[0] if inside else line).child("noteRef", href=f"#note_{event.code}", marker=event.code)

    def _events(self, low: int, high: int, end: int) -> list[tuple[int, "FoundTarget | FoundTask | Noted | None"]]:
        notes = self.noted[bisect_left(self.note_ends, low + 1) : bisect_left(self.note_ends, high + 1)]
        first = max(0, bisect_left(self.cited_starts, low) - 1)
        cited = [each for each in self.cited[first : bisect_left(self.cited_starts, high)] if each.end <= end]
        found: list[tuple[int, int, FoundTarget | FoundTask | Noted | None]] = [
            *((each.end, 0, None) for each in cited if low < each.end <= high),
            *((each.end, 1, each) for each in notes),
            *((each.start, 2, each) for each in cited if low <= each.start),
        ]
        return [(place, event) for place, _rank, event in sorted(found, key=lambda each: each[:2])]

    def _id(self, above: str, name: str, marker: str) -> str:
        """Give an eId after the naming convention: sec_1__subsec_2; a number that comes again gets a letter's place."""
        stem = f"{above}__{_SHORT[name]}" if above else _SHORT[name]
        number = ordinal(marker) if marker else None
        self.ids[stem] += 1
        code = f"{stem}_{number if number is not None else 'n' + str(self.ids[stem])}"
        self.ids[code] += 1
        return code if self.ids[code] == 1 else f"{code}-{self.ids[code]}"


def _apart(found: Sequence[object]) -> Iterator[Noted]:
    """Give cited documents that do not overlap, the first of those that do."""
    last = 0
    for each in sorted((each for each in found if isinstance(each, Noted)), key=lambda each: (each.start, -each.end)):
        if last <= each.start < each.end:
            last = each.end
            yield each


def _named(clause: FoundClause) -> str:
    """Give the element of a clause: by its mark where a law names it, else by how deep it stands."""
    if clause.depth is None:
        return "hcontainer"
    mark = "".join(clause.marker.split())
    for sign, name in _MARKED:
        if mark.startswith("第") and sign in mark:
            return name
    return _BY_DEPTH[clause.depth - 1] if 1 <= clause.depth <= len(_BY_DEPTH) else "level"


def _ontology(kind: str, name: str) -> str:
    return f"/ontology/{kind}/cn/{quote(name, safe='')}"


def _say_target(line: _Mixed, target: FoundTarget) -> None:
    line.child("concept", refersTo=f"#{target.code}").text(target.indicator)
    line.text(" ")
    value = f"{target.value}–{target.value_max}" if target.value_max else target.value
    words = f"{SIGNS.get(target.comparator, '')}{value}{target.unit}"
    if target.comparator == "relative_gt":
        words = f"> {target.relative_to} {value}{target.unit}".strip()
    line.child("quantity", refersTo=f"#{target.code}", normalized=target.value or "?").text(words)
    if when := "–".join(map(str, target.period or ())) or target.year:
        line.text(f" {when}")
