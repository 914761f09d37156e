"""What the pages show of papers, in the reader's words."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.models import Case
from kechuang.casework.papers import reach, signing
from kechuang.casework.papers.models import CasePaper
from kechuang.casework.papers.rules import DRAFT, ISSUED, KIND, WITHDRAWN
from kechuang.web import clock, slots
from kechuang.web.parts import DONE, GOING, IDLE, LATE, RISK, VOID, Fact, State
from kechuang.web.permissions import actor_of

MOST_SHOWN = 12
TONES = {DRAFT: IDLE, ISSUED: DONE, WITHDRAWN: VOID}


def state_of(paper: CasePaper) -> State:
    """The state of a paper."""
    word = {DRAFT: _("draft"), ISSUED: _("issued"), WITHDRAWN: _("taken back")}[paper.state]
    return State(word, TONES[paper.state], paper.state)


def kind_word(code: str) -> str:
    """What a kind of paper is called."""
    word = f"paper.{code}"
    return _(word)


def verdict(paper: CasePaper) -> State | None:
    """What was found on the signed copy; None where none was handed in."""
    known = {
        signing.SIGNED: (_("signature valid, certificate trusted here"), DONE),
        signing.UNTRUSTED: (_("signature valid, certificate of an unknown root"), GOING),
        signing.ALTERED: (
            _("signature does not hold: the file was changed after signing, or is not wholly covered"),
            LATE,
        ),
        signing.SCAN: (_("scan, not verified"), IDLE),
        signing.UNREADABLE: (_("could not be read: not verified"), RISK),
    }
    if paper.signature not in known:
        return None
    word, tone = known[paper.signature]
    return State(word, tone, paper.signature)


def facts_of(paper: CasePaper) -> list[Fact]:
    """The particulars of a paper."""
    rows = [
        Fact(term=_("Kind of paper"), value=kind_word(paper.kind)),
        Fact(term=_("Of the case"), value=paper.case.number or paper.case.title, url=slots.link("case", paper.case_id)),
        Fact(term=_("Issued by"), value=paper.office.name),
        Fact(term=_("Version"), value=paper.version),
        Fact(term=_("Drafted on"), value=paper.drafted_on),
        Fact(term=_("Official number"), value=paper.number),
        Fact(term=_("Signed on"), value=paper.signed_on),
        Fact(term=_("Taken back on"), value=paper.ended_on),
        Fact(
            term=_("Stands on the fact"),
            value=paper.stands_on,
            url=slots.link("fact", paper.stands_on) if paper.stands_on else "",
        ),
        Fact(term=_("Fact of the issue"), value=paper.fact, url=slots.link("fact", paper.fact) if paper.fact else ""),
        Fact(term=_("SHA-256 of the PDF"), value=paper.pdf_digest),
        Fact(term=_("SHA-256 of the Word file"), value=paper.word_digest),
    ]
    return [row for row in rows if row.value not in {"", None}]


def signatures(paper: CasePaper) -> list[dict[str, Any]]:
    """What was found of each signature, with what holds and what does not."""
    return [
        {
            "signer": each["signer"],
            "at": each["at"],
            "lines": [
                (_("bytes unchanged since signing"), each["intact"]),
                (_("made with the key of the certificate"), each["valid"]),
                (_("covers the whole document"), each["whole"]),
                (_("certificate leads to a root that this node trusts"), each["trusted"]),
            ],
        }
        for each in paper.findings
    ]


def pages_of(paper: CasePaper) -> list[str]:
    """The addresses of the pictures of a paper's pages."""
    shown = min(paper.pages, MOST_SHOWN)
    return [reverse("papers:page", args=[paper.pk, number]) for number in range(1, shown + 1)]


def case_panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """The papers of a case and those that the reader can make now; nothing where there is neither."""
    actor, today = actor_of(request), clock.today()
    if actor.person is None or case.kind == KIND:
        return None
    found = reach.of_case(case, actor, today)
    kinds = reach.makable(case, actor, today)
    if not found and not kinds:
        return None
    lines = [
        {
            "paper": paper,
            "kind": kind_word(paper.kind),
            "state": state_of(paper),
            "url": reverse("papers:paper", args=[paper.pk]),
            "word": reverse("papers:file", args=[paper.pk, "docx"]),
            "pdf": reverse("papers:file", args=[paper.pk, "pdf"]),
            "ofd": reverse("papers:file", args=[paper.pk, "ofd"]),
        }
        for paper in found
    ]
    makable = [(kind_word(kind.code), reverse("papers:make", args=[case.pk, kind.code])) for kind in kinds]
    return {"lines": lines, "makable": makable}
