"""Pages of bodies through their reforms: the table of succession, and the names that no table knows."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.policy.likeness import folded
from kechuang.policy.works import queries, regional, wording
from kechuang.policy.works.succession import Change
from kechuang.policy.works.views import documents_crumb
from kechuang.web import clock, divisions, exports
from kechuang.web.accounts.models import Body, Succession
from kechuang.web.page import Action, page
from kechuang.web.permissions import public


def rows(words: str = "") -> list[dict[str, Any]]:
    """Give the table as rows, narrowed to names that hold the words."""
    wanted = folded(words)
    found = [_row(change) for change in regional.everything().changes]
    found += registered()
    found.sort(key=lambda row: (row["place"], row["since"], row["from"]))
    return [row for row in found if not wanted or wanted in folded(row["from"] + row["to"])]


def _row(change: Change) -> dict[str, Any]:
    return {
        "from": "、".join(change.names),
        "to": "；".join("、".join(names) for names in change.to),
        "kind": change.kind,
        "kind_word": wording.CHANGE_KINDS[change.kind],
        "since": change.since,
        "source": change.source,
        "mark": change.mark,
        "mark_word": wording.MARKS[change.mark],
        "place": change.place,
        "place_name": divisions.name(change.place),
        "note": change.note,
    }


def registered() -> list[dict[str, Any]]:
    """Give the successions of bodies that are registered on this node; their record is the office's own."""
    found = Succession.objects.filter(on__lte=clock.today()).select_related("body").order_by("on", "pk")
    return [_registered(row) for row in found]


def _registered(row: Succession) -> dict[str, Any]:
    kind = {"rename": "renamed", "merge": "merged", "split": "split"}[row.kind]
    return {
        "from": row.body.name if row.kind != Succession.RENAME else _former(row),
        "to": row.name or "、".join(_names(row.successors)),
        "kind": kind,
        "kind_word": wording.CHANGE_KINDS[kind],
        "since": row.on.isoformat(),
        "source": row.document or _("register of bodies of this node"),
        "mark": "S",
        "mark_word": _("this node's own record"),
        "place": row.body.place,
        "place_name": divisions.name(row.body.place),
        "note": "",
    }


def _former(row: Succession) -> str:
    before = row.body.names.filter(valid_from__lt=row.on).order_by("-valid_from").first()
    return before.name if before else row.body.name


def _names(identifiers: list[str]) -> list[str]:
    return list(Body.objects.filter(pk__in=identifiers).order_by("name").values_list("name", flat=True))


@public
@require_safe
def bodies(request: HttpRequest) -> HttpResponseBase:
    """Show the table of succession with source and mark of every row, and the names that no table knows."""
    words = request.GET.get("q", "")[:60]
    found, today = rows(words), clock.today()
    kind = request.GET.get("export", "")
    if kind in exports.FORMATS:
        return exports.respond(
            exports.Export(
                title=_("Bodies through their reforms"), heads=_heads(), rows=_cells(found), filters={"q": words}
            ),
            kind,
        )
    query = f"?q={words}&" if words else "?"
    return page(
        request,
        "policy_works/bodies.html",
        {"rows": found, "words": words, "unknown": queries.unknown_bodies(today), "today": today},
        title=_("Bodies through their reforms"),
        facts=[_("A duty is owed by today's successor; the printed name stays")],
        crumbs=[documents_crumb()],
        actions=[
            Action(label=_("Excel"), url=f"{reverse('policy_works:bodies')}{query}export=xlsx"),
            Action(label=_("CSV"), url=f"{reverse('policy_works:bodies')}{query}export=csv"),
        ],
    )


def _heads() -> list[str]:
    return [
        _("Name before"),
        _("Name after"),
        _("What happened"),
        _("Since"),
        _("Source"),
        _("Mark"),
        _("Place"),
        _("Note"),
    ]


def _cells(found: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for row in found:
        yield [row["from"], row["to"], str(row["kind_word"]), row["since"], row["source"],
               f"{row['mark']} {row['mark_word']}", row["place_name"], row["note"]]  # fmt: skip
