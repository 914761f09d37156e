"""What a firm may have: every voucher rule, met or missed, by how much, under which clause."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.sharing.voucher import queries, showing, words
from kechuang.mechanisms.sharing.voucher.forms.base import Subject, bodies, grants
from kechuang.web import clock
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Empty, Figure
from kechuang.web.permissions import actor_of, requires


@requires("right:apply")
@require_safe
def entitlement(request: HttpRequest, body: UUID | None = None) -> HttpResponse:
    """What one of the person's firms may have today."""
    today = clock.today()
    held = bodies(grants(Subject(actor_of(request), today), "right:apply", own=True))
    if body is not None and body not in held:
        raise Http404
    crumbs = [Crumb(_("Innovation vouchers"), reverse("voucher:front"))]
    if not held:
        said = Empty(sentence=_("You do not act for a firm or team."))
        return page(request, "sharing/voucher/nothing.html", {"said": said}, title=_("What may I have"), crumbs=crumbs)
    chosen = held[body] if body else next(iter(held.values()))
    found = queries.entitlement(chosen.pk, today)
    missed, informing = found.missed, [line for line in found.lines if line.met is None]
    figures = [
        Figure(label=_("One order could draw today"), value=found.most_yuan, unit=_("yuan")),
        Figure(label=_("Left of my quota"), value=found.claims.left_yuan, unit=_("yuan")),
        Figure(label=_("Frozen for orders"), value=found.claims.reserved_yuan, unit=_("yuan")),
        Figure(label=_("Paid this year"), value=found.claims.paid_yuan, unit=_("yuan")),
        Figure(label=_("Rules not met"), value=len(missed), tone="risk" if missed else ""),
    ]
    context = {
        "figures": figures,
        "others": [
            (each.name, reverse("voucher:entitlement", args=[pk])) for pk, each in held.items() if pk != chosen.pk
        ],
        "deciding": showing.lines([line for line in found.lines if line.met is not None]),
        "informing": showing.lines(informing),
        "right": found.claims.right,
    }
    return page(
        request,
        "sharing/voucher/entitlement.html",
        context,
        title=_("What may I have"),
        facts=[chosen.name, words.place(chosen.place), _("as of %(day)s") % {"day": today.isoformat()}],
        crumbs=crumbs,
        actions=_next(found.claims.right is not None, can_order=found.most_yuan > 0),
    )


def _next(has_right: bool, *, can_order: bool) -> list[Action]:
    """The one step that helps most from here."""
    rights = Action(label=_("My claim rights"), url=reverse("voucher:rights"))
    if can_order:
        return [rights, Action(label=_("Place an order"), url=reverse("voucher:order-reserve"), primary=True)]
    if not has_right:
        return [Action(label=_("Apply for a claim right"), url=reverse("voucher:right-apply"), primary=True)]
    return [rights]
