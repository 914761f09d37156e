"""The breakdown of responsibilities as a paper across, for Word and PDF/A."""

from django.utils.translation import get_language, gettext

from kechuang.policy.filing.table import COLUMNS, Filed, subtitle
from kechuang.web import exports
from kechuang.web.documents.paper import HANS, LANGUAGES, Col, Origin, Paper, Paragraph, Table

_CENTRED = {"number", "until", "lead"}


def paper(filed: Filed, address: str = "") -> Paper:
    """Give the paper. Raises PaperError for a breakdown that is too large for one."""
    language = get_language() or HANS
    rows, bands = [], []
    for part in filed.parts:
        if part.title:
            bands.append((len(rows), part.title))
        rows.extend(line.values for line in part.lines)
    columns = tuple(Col(str(word), share, "center" if code in _CENTRED else "left") for code, word, share in COLUMNS)
    document = filed.document
    lines = (
        gettext("Register number %(number)s, version %(version)s")
        % {"number": document.case.number, "version": document.version},
        *filed.notes,
    )
    return Paper(
        title=filed.title,
        parts=(
            Paragraph(subtitle(filed), indent=False, align="center"),
            Table(columns, tuple(rows), bands=tuple(bands), joined=(1,), dense=True),
        ),
        language=language if language in LANGUAGES else HANS,
        draft=False,
        demonstration=exports.demo(),
        origin=Origin(case="", address=address, lines=lines),
        landscape=True,
    )
