"""Papers that any case may have: a letter, the notice of faults to correct, the list of what is handed over."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.models import WAITING, StoredFile
from kechuang.casework.models import Case
from kechuang.casework.papers.kinds import LINE, Asked, Making, PaperKind, register
from kechuang.casework.papers.models import CasePaper
from kechuang.casework.papers.rules import DRAFT
from kechuang.web.documents.filling import DAY, TEXT, Filling, Named
from kechuang.web.documents.paper import (
    DOCUMENT,
    LETTER,
    PLAIN,
    Col,
    Paper,
    Paragraph,
    Part,
    Points,
    Signature,
    Table,
    Terms,
)

MOST_LISTED = 500


def say(code: str, **values: object) -> str:
    """Give a sentence of a paper from the catalogues; values stand in braces."""
    return gettext(code).format(**values)


def red_head(issuer: str) -> str:
    """Give the issuer's mark: the name with 文件 behind it."""
    return say("paper.text.red_head", issuer=issuer)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Give typed text as paragraphs; what is not yet typed stands as a blank."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(Paragraph(line) for line in lines) or (Paragraph("……"),)


def items(text: str) -> tuple[str, ...]:
    """Give typed lines as items of a list."""
    return tuple(line.strip(" 　0123456789.、") for line in text.splitlines() if line.strip()) or ("……",)


def basis(making: Making) -> tuple[Part, ...]:
    """Give the rules on which the case stands, each with document and clause; nothing where none is recorded."""
    if not making.basis:
        return ()
    return (Paragraph(say("paper.text.basis")), Points(making.basis))


def signed(making: Making) -> Signature:
    """Give the place of the office's signature; the day stays empty until the paper is signed."""
    return Signature((making.issuer,) if making.issuer else ("……",))


def _nothing(_case: Case) -> Filling:
    return Filling()


def letter(filling: Filling, making: Making) -> Paper:
    """Build a letter (函)."""
    typed = making.typed
    return Paper(
        title=typed.get("title") or say("paper.text.letter_title", title=filling["case.title"]),
        form=LETTER,
        issuer=making.issuer,
        addressee=typed.get("addressee") or filling["holder.name"],
        parts=paragraphs(typed.get("text", "")),
        signature=signed(making),
        note=typed.get("contact", ""),
    )


def correction(filling: Filling, making: Making) -> Paper:
    """Build the notice that an application must be corrected (补正告知书): all faults at once."""
    typed = making.typed
    days = typed.get("days") or "……"
    parts: list[Part] = [
        Paragraph(
            say(
                "paper.text.correction_opening",
                day=filling["case.opened_on"],
                title=filling["case.title"],
                kind=filling["case.kind"],
                number=filling["case.number"],
            )
        ),
        Points(items(typed.get("faults", ""))),
        Paragraph(say("paper.text.correction_term", days=days)),
        *basis(making),
        Paragraph(say("paper.text.correction_end")),
    ]
    return Paper(
        title=say("paper.text.correction_title"),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        addressee=filling["holder.name"],
        parts=tuple(parts),
        signature=signed(making),
        note=typed.get("contact", ""),
    )


def _handed(case: Case) -> Filling:
    """Fill the list of what is handed over: the papers of the case, then its files."""
    rows: list[dict[str, str | int | object]] = [
        {
            "name": paper.title,
            "version": str(paper.version),
            "on": paper.signed_on or paper.drafted_on,
            "digest": paper.pdf_digest,
        }
        for paper in CasePaper.objects.filter(case=case).exclude(state=DRAFT).order_by("id")[:MOST_LISTED]
    ]
    files = StoredFile.objects.filter(case=case).exclude(state=WAITING).exclude(digest="").order_by("id")
    rows += [
        {"name": file.title or file.name, "version": str(file.version), "on": file.kept_on, "digest": file.digest}
        for file in files[:MOST_LISTED]
    ]
    return Filling((), handed_columns(), tuple({"at": at, **row} for at, row in enumerate(rows, 1)))


def handed_columns() -> tuple[Named, ...]:
    """Give the columns of a list of what is handed over."""
    return (
        Named("at", gettext("No.")),
        Named("name", gettext("What is handed over"), TEXT),
        Named("version", gettext("Version")),
        Named("on", gettext("Day"), DAY),
        Named("digest", gettext("SHA-256")),
    )


def handover(filling: Filling, making: Making) -> Paper:
    """Build the list of what is handed over (移交清单), with room for those who sign."""
    about = "，".join(part for part in (filling["case.title"], filling["case.number"]) if part)
    return handed_over(about, filling.columns, filling.table(), making)


def handed_over(about: str, columns: Sequence[Named], rows: Sequence[Sequence[str]], making: Making) -> Paper:
    """Build a list of what is handed over from any rows, for a case or for a person who leaves a post."""
    shares = {"at": 3, "name": 14, "version": 3, "on": 9, "digest": 14}
    table = Table(
        tuple(Col(each.label, shares.get(each.code, 3), "center" if each.code == "at" else "left") for each in columns),
        tuple(tuple(row) for row in rows) or (("", *["—"] * (len(columns) - 1)),),
    )
    names = ("handed_by", "taken_by", "witnessed_by", "handed_on")
    return Paper(
        title=say("paper.text.handover_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=(
            Paragraph(say("paper.text.handover_opening", about=about, count=len(rows))),
            table,
            Paragraph(" ", indent=False),
            Terms(tuple((say(f"paper.text.{name}"), "") for name in names)),
        ),
    )


CONTACT = Asked(
    name="contact",
    label=_("Contact"),
    help_text=_("Person and telephone for questions; stands below the text"),
    size=LINE,
    required=False,
    most=120,
)


def register_all() -> None:
    """Make the papers known that any case may have."""
    register(
        PaperKind(
            code="letter",
            fill=_nothing,
            build=letter,
            order=800,
            asks=(
                Asked(name="title", label=_("Title"), size=LINE, most=120),
                Asked(
                    name="addressee",
                    label=_("Addressee"),
                    help_text=_("Empty: the holder of the case"),
                    size=LINE,
                    most=120,
                    required=False,
                ),
                Asked(name="text", label=_("Text"), help_text=_("One paragraph a line")),
                CONTACT,
            ),
        )
    )
    register(
        PaperKind(
            code="correction",
            fill=_nothing,
            build=correction,
            order=700,
            asks=(
                Asked(
                    name="faults",
                    label=_("What must be corrected"),
                    help_text=_("One fault a line; all of them at once"),
                ),
                Asked(
                    name="days",
                    label=_("Working days to correct"),
                    help_text=_("As the rule of the matter gives"),
                    size=LINE,
                    most=4,
                ),
                CONTACT,
            ),
        )
    )
    register(
        PaperKind(
            code="handover",
            fill=_handed,
            build=handover,
            marks=lambda: Filling((), handed_columns()),
            numbered=False,
            order=900,
        )
    )
