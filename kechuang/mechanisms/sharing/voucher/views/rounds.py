"""After a draw: let all orders pass that took part and were not drawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kechuang.mechanisms.sharing.voucher import actions, queries
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.mechanisms.sharing.voucher.views.acting import found_case
from kechuang.web import chance
from kechuang.web.page import Crumb, page
from kechuang.web.parts import Confirmation
from kechuang.web.permissions import actor_of, requires


@requires("order:audit")
@require_http_methods(("GET", "HEAD", "POST"))
def pass_undrawn(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Say how many would pass and what follows; then let them pass, each decided alone."""
    actor = actor_of(request)
    case = found_case(moves.AUDIT.kind, identifier, actor)
    here = reverse("casework:case", args=[case.pk])
    if request.method == "POST":
        drawn = request.POST.get("key") or chance.random_id()
        outcomes = actions.pass_undrawn(
            case.pk, by=actor, key=f"{actor.person.hex if actor.person else ''}:undrawn:{drawn}"
        )
        done = sum(bool(outcome) for outcome in outcomes)
        said = ngettext("%(n)d order passed into the public notice", "%(n)d orders passed into the public notice", done)
        messages.success(request, said % {"n": done})
        if done < len(outcomes):
            left = ngettext(
                "%(n)d was not let pass: another person must do it",
                "%(n)d were not let pass: another person must do it",
                len(outcomes) - done,
            )
            messages.warning(request, left % {"n": len(outcomes) - done})
        return redirect(here)
    waiting = len(queries.undrawn(case.pk))
    number = ngettext("%(n)d order", "%(n)d orders", waiting) % {"n": waiting}
    asked = Confirmation(
        title=_("Let pass what was not drawn: %(number)s") % {"number": number},
        effects=[
            _("Each order that took part in this round and was not drawn goes into the public notice."),
            _("Firm, provider and amount are published, and anybody may object until the last day of the notice."),
        ],
        undo=_("An objection brings an order back to the audit."),
        submit=_("Let them pass"),
        url=reverse("voucher:round-pass-undrawn", args=[case.pk]),
        cancel_url=here,
        values={"key": chance.random_id()},
    )
    title = _("Let pass what was not drawn")
    return page(
        request, "sharing/voucher/confirm.html", {"asked": asked}, title=title, crumbs=[Crumb(case.number, here)]
    )
