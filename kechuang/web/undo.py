"""Taking a step back: a package says how a kind of step is undone, and offers it after the step.

::

    undo.register("lists.view", restore)                     # in wiring; restore(payload, actor) -> Refusal | None
    undo.offer(request, "lists.view", {"id": …}, _("The view “%(name)s” was removed.") % {"name": name})
    return redirect(…)                                       # the next page says it, with a button

An offer holds for ``MINUTES`` of the machine's time (our design) and is good once. ``restore`` refuses where what it
would restore has changed meanwhile. Acts of the ledger are never undone here: they are answered by further acts.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.models import Undoable
from kechuang.web.permissions import Actor, actor_of, signed_in
from kechuang.web.refusals import sentence

MINUTES = 10
TAG = "undo"

type Restore = Callable[[Mapping[str, Any], Actor], Refusal | None]

_KINDS: dict[str, Restore] = {}


def register(kind: str, restore: Restore) -> None:
    """Say how a kind of step is taken back; the same kind registered again replaces the first."""
    _KINDS[kind] = restore


def offer(request: HttpRequest, kind: str, payload: Mapping[str, Any], says: str) -> Undoable:
    """Say on the next page what was done, with a button that takes it back. ``payload`` is plain JSON.

    Raises KeyError for a kind that nobody registered, ValueError where nobody is signed in.
    """
    person = actor_of(request).person
    if person is None:
        raise ValueError("only a signed-in person can take a step back")
    _KINDS[kind]
    until = clock.real_now() + timedelta(minutes=MINUTES)
    made = Undoable.objects.create(person_id=person, kind=kind, says=says[:200], payload=dict(payload), until=until)
    messages.success(request, says, extra_tags=f"{TAG} {made.pk}")
    return made


def address_in(tags: str) -> str:
    """Give the address of the button that a message carries, or an empty text."""
    name, _space, identifier = (tags or "").partition(" ")
    return reverse("web:undo", args=[identifier]) if name == TAG else ""


@signed_in
@require_POST
def take_back(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a step back, once and in time."""
    actor = actor_of(request)
    with transaction.atomic():
        found = Undoable.objects.select_for_update().filter(pk=identifier, person=actor.person).first()
        if found is None:
            raise Http404
        refused = _refused(found) or _KINDS[found.kind](found.payload, actor)
        if refused is None:
            found.done_at = clock.real_now()
            found.save(update_fields=["done_at"])
    if refused is None:
        messages.success(request, _("Taken back: %(says)s") % {"says": found.says})
    else:
        messages.warning(request, sentence(refused))
    return HttpResponseRedirect(_after(request))


def _refused(found: Undoable) -> Refusal | None:
    if found.done_at is not None:
        return Refusal("undo.done_already", {})
    if clock.real_now() > found.until or found.kind not in _KINDS:
        return Refusal("undo.too_late", {"minutes": MINUTES})
    return None


def _after(request: HttpRequest) -> str:
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return after if safe else reverse("web:home")


def purge(now: datetime) -> int:
    """Forget offers that have run out; give how many."""
    return Undoable.objects.filter(until__lt=now).delete()[0]
