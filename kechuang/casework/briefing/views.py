"""The leader's first page, and the word that it was seen."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework.briefing import asking, telling
from kechuang.casework.briefing.asking import READ
from kechuang.casework.briefing.models import Look
from kechuang.web import clock, divisions, excel, exports, refusals, written
from kechuang.web.page import Action, page
from kechuang.web.permissions import actor_of, requires
from kechuang.web.tables import address

KINDS = ("text", "text", "whole", "whole", "text", "text", "day", "text", "text")


@requires(READ)
@require_safe
def brief(request: HttpRequest) -> HttpResponseBase:
    """Show what needs the reader today."""
    wanted = asking.read(request, request.GET.get("place", ""), request.GET.get("since", ""))
    asked = wanted.asked
    found = telling.parts(asked)
    name = divisions.name(asked.place)
    title = _("Today's brief: %(place)s") % {"place": name}
    if (ending := request.GET.get("export", "")) in exports.FORMATS:
        return _file(found, title, ending, [(_("Place"), name), (_("Compare with the day"), written.day(asked.since))])
    here, kept = reverse("briefing:brief"), {"place": asked.place, "since": request.GET.get("since", "")}
    context = {
        "parts": found,
        "place": asked.place,
        "places": asking.choices(asked.actor, asked.place, asked.today),
        "since": asked.since,
        "typed": request.GET.get("since", "") if wanted.fault else asked.since.isoformat(),
        "fault": refusals.sentence(wanted.fault.refusal) if wanted.fault else "",
        "today": asked.today,
    }
    actions = [
        Action(label="Excel", url=address(here, {**kept, "export": "xlsx"}), download=True),
        Action(label=_("My work today"), url=reverse("web:home")),
        Action(label=_("I have seen this"), url=reverse("briefing:seen"), post=True, values={"place": asked.place}),
    ]
    facts = [_("Compared with %(day)s") % {"day": written.day(asked.since)}]
    return page(request, "briefing/brief.html", context, title=title, facts=facts, actions=actions)


def heads() -> list[str]:
    """Give the heads of the file."""
    return [
        *(_("Part"), _("Figure"), _("Now"), _("Then"), _("Matter"), _("Body"), _("Day"), _("Note"), _("Address")),
    ]


def _file(found: Any, title: str, ending: str, about: list[tuple[str, str]]) -> HttpResponseBase:  # noqa: ANN401 - the parts
    name = exports.file_name(title, ending)
    if ending == "csv":
        return exports.csv_response(heads(), telling.table(found), name=name)
    book = excel.workbook(title, heads(), telling.table(found), [(_("Title"), title), *about], KINDS)
    return FileResponse(book, as_attachment=True, filename=name, content_type=excel.CONTENT_TYPE)


@requires(READ)
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Take the reader's word that they have seen the page: what turns from today on is news."""
    actor = actor_of(request)
    place = asking.place_of(actor, request.POST.get("place", ""), clock.today())
    keep(request, place)
    messages.success(request, _("Noted. From now on the page shows what turns after today."))
    return redirect(address(reverse("briefing:brief"), {"place": place}))


def keep(request: HttpRequest, place: str) -> Look:
    """Note that the reader has seen a place today."""
    key = {"person_id": actor_of(request).person, "place": place}
    row, _made = Look.objects.update_or_create(**key, defaults={"on": clock.today()})
    return row
