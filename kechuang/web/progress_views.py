"""Pages of long work: how far it is, and what I have going on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kechuang.web import progress
from kechuang.web.filters import Choice
from kechuang.web.listing import list_page
from kechuang.web.models import LongWork
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Empty, State
from kechuang.web.permissions import actor_of, signed_in
from kechuang.web.tables import Column, List

WORDS = {
    LongWork.WAITING: (gettext_lazy("waits for its turn"), "idle"),
    LongWork.RUNNING: (gettext_lazy("under way"), "going"),
    LongWork.DONE: (gettext_lazy("done"), "done"),
    LongWork.FAILED: (gettext_lazy("failed"), "late"),
    LongWork.STOPPED: (gettext_lazy("stopped"), "void"),
}


def state_of(work: LongWork) -> State:
    """Give the state of some work as pages show it."""
    word, tone = WORDS[work.state]
    return State(word, tone, work.state)


def percent_of(work: LongWork) -> int:
    """Give how far the work is, in percent; 0 where nobody knows how much there is."""
    if work.state == LongWork.DONE:
        return 100
    return min(100, work.done * 100 // work.total) if work.total else 0


WORKS = List(
    key="work",
    caption=gettext_lazy("Work in the background"),
    columns=(
        Column(name="title", label=gettext_lazy("What"), kind="main", link=True),
        Column(name="state", label=gettext_lazy("State"), kind="state", value=state_of),
        Column(name="percent", label=gettext_lazy("Progress"), kind="percent", value=percent_of),
        Column(name="says", label=gettext_lazy("Says"), phone=False),
        Column(name="begun_at", label=gettext_lazy("Begun"), kind="moment", sort=("begun_at",)),
    ),
    filters=(Choice("state", gettext_lazy("State"), tuple((code, word) for code, (word, _tone) in WORDS.items())),),
    order="-begun_at",
    row_url=progress.address,
    exports=False,
    empty=Empty(sentence=gettext_lazy("Nothing runs for you in the background. Imports and large files appear here.")),
)


@signed_in
@require_safe
def works(request: HttpRequest) -> HttpResponseBase:
    """List my work in the background."""
    return list_page(WORKS, request, progress.of(actor_of(request).person), title=_("Work in the background"))


@signed_in
@require_safe
def work(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show how far some work is; looks again by itself until it has ended."""
    found = get_object_or_404(progress.of(actor_of(request).person), pk=identifier)
    context = shown(found)
    if request.headers.get("HX-Target") == "div#work":
        response = render(request, "web/parts/work.html", context)
    else:
        actions = []
        if found.result_url and context["ended"]:
            actions = [Action(label=_("See the result"), url=found.result_url, primary=True)]
        crumbs = [Crumb(_("Work in the background"), reverse("web:works"))]
        response = page(request, "web/work.html", context, title=found.title, crumbs=crumbs, actions=actions)
    if context["ended"] and request.headers.get("HX-Request") == "true":
        response.headers["HX-Refresh"] = "true"  # the head gets its button
    patch_vary_headers(response, ("HX-Request", "HX-Target", "Cookie"))
    return response


def shown(found: LongWork) -> dict[str, object]:
    """Give what ``web/parts/work.html`` needs."""
    ended = found.state in LongWork.ENDED
    return {"work": found, "state": state_of(found), "percent": percent_of(found), "ended": ended}


@signed_in
@require_POST
def stop(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Ask some work to stop at its next step."""
    found = get_object_or_404(progress.of(actor_of(request).person), pk=identifier)
    progress.ask_to_stop(found.pk)
    messages.info(request, _("It stops after the step that is under way; what is already written stays written."))
    return redirect("web:work", found.pk)
