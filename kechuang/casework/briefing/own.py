"""What waits for the reader in person: steps and approvals, and answers that their office owes, by kind of matter."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import queries, words
from kechuang.casework.briefing.registry import MOST, Asked, Line, Row, Told
from kechuang.casework.lists import case_url
from kechuang.casework.models import Case
from kechuang.web.tables import address

LOOKED_AT = 200


def waiting(asked: Asked) -> Told:
    """Tell what the reader may decide and what the reader's office was asked (four queries at most)."""
    mine = queries.waiting_for(asked.actor, asked.today)
    answers = queries.answers_of(asked.actor, asked.today)
    lines = [
        *_lines(mine, "mine", lambda word: _("To be decided by me: %(matter)s") % {"matter": word}),
        *_lines(answers, "answers", lambda word: _("Asked of my office: %(matter)s") % {"matter": word}),
    ]
    return Told(lines=lines, links=[(_("Inbox"), reverse("casework:inbox"))])


def _lines(rows: QuerySet[Case], box: str, said) -> Iterable[Line]:  # noqa: ANN001 - a function of a word
    counted = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    first: dict[str, list[Case]] = {}
    for row in rows.order_by("due_on", "pk")[:LOOKED_AT] if counted else ():
        first.setdefault(row.kind, []).append(row)
    for kind, count in sorted(counted.items()):
        yield Line(
            code=f"{box}.{kind}",
            label=said(words.kind_word(kind)),
            value=count,
            url=address(reverse("casework:inbox", args=[box]), {"kind": kind}),
            tone="risk",
            rows=[_row(case) for case in first.get(kind, [])[:MOST]],
        )


def _row(case: Case) -> Row:
    who = case.holder or case.counterpart or case.office
    return Row(
        title=f"{case.number} {case.title}".strip(),
        url=case_url(case),
        who=who.name if who else "",
        state=words.state_of(case),
        on=case.due_on,
    )
