"""What pages show of files."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.files import reach
from kechuang.casework.files.models import ERASED, KEPT, WITHDRAWN, Archive, StoredFile
from kechuang.casework.models import Case
from kechuang.web import clock
from kechuang.web.parts import DONE, GOING, VOID, Fact, State
from kechuang.web.permissions import actor_of

TONES = {KEPT: DONE, WITHDRAWN: VOID, ERASED: VOID}


def state_of(file: StoredFile) -> State:
    """Give a file's state with its word."""
    code = f"casework.evidence.{file.state}"
    return State(_(code), TONES.get(file.state, GOING), file.state)


def size_of(size: int) -> str:
    """Give a size in words: 812 B, 34 KB, 2.1 MB."""
    if size < 1024:
        return f"{size} B"
    if size < 1 << 20:
        return f"{size / 1024:.0f} KB"
    return f"{size / (1 << 20):.1f} MB"


def name_of(file: StoredFile) -> str:
    """Give a file's name, or that it was erased."""
    return file.name or _("erased file")


def retention_word(code: str) -> str:
    """Give the word for a class of retention."""
    message = f"casework.retention.{code}"
    return _(message)


def kind_word(kind: str) -> str:
    """Give the word for a kind of file."""
    message = f"casework.file.{kind}"
    return _(message)


@dataclass(frozen=True, slots=True)
class Line:
    """One file in the panel of a case."""

    file: StoredFile
    name: str
    url: str
    state: State
    size: str
    older: int


def lines(case: Case) -> list[Line]:
    """Give the newest version of each file of a case."""
    found: dict[Any, list[StoredFile]] = {}
    for file in reach.of_case(case):
        found.setdefault(file.series, []).append(file)
    newest = [(versions[0], len(versions) - 1) for versions in found.values()]
    return [
        Line(file, name_of(file), reverse("files:file", args=[file.pk]), state_of(file), size_of(file.size), older)
        for file, older in newest
    ]


def case_panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give what the case page shows: files, the way to add one, the archive package."""
    actor, today = actor_of(request), clock.today()
    if not reach.may_read_files(case, actor, today):
        return None
    rows, open_ = lines(case), reach.may_add(case, actor, today)
    if not rows and not open_ and not case.finished:
        return None
    return {
        "files": rows,
        "add_url": reverse("files:add", args=[case.pk]) if open_ else "",
        "archive_url": reverse("files:archive", args=[case.pk]) if case.finished else "",
        "archive": Archive.objects.filter(case=case).first() if case.finished else None,
    }


def facts_of(file: StoredFile) -> list[Fact]:
    """Give the terms of a file's page."""
    case = file.case
    rows = [
        Fact(term=_("What it shows"), value=file.title),
        Fact(
            term=_("Case"),
            value=(case.number or case.title) if case else "",
            url=reverse("casework:case", args=[case.pk]) if case else "",
        ),
        Fact(term=_("Kind"), value=kind_word(file.kind)),
        Fact(term=_("Size"), value=size_of(file.size)),
        Fact(term=_("Pages"), value=file.pages or ""),
        Fact(term=_("Handed in by"), value=file.body.name if file.body else ""),
        Fact(term=_("Kept on"), value=file.kept_on),
        Fact(term=_("Declared"), value=_("holds no state secrets (非涉密)") if file.declared else ""),
        Fact(term=_("Retention"), value=retention_word(file.retention)),
        Fact(term="SHA-256", value=file.digest),
        Fact(term=_("Salted digest in the fact"), value=file.commitment),
        Fact(term=_("Ended"), value=file.ended_on or ""),
    ]
    return [row for row in rows if row.value not in {"", None}]


def notes_of(file: StoredFile) -> list[str]:
    """Give what there is to think of about a file, in sentences."""
    return [_(code) % {"words": value} for code, value in file.notes]
