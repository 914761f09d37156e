"""What a reader may see of the log: what speaks of them, and what was seen of their bodies' records."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kechuang.casework.disclosures.models import Disclosure
from kechuang.casework.erasure import subject_of
from kechuang.casework.models import Case
from kechuang.web import clock
from kechuang.web.permissions import Actor, scope

READ = "disclosure:read"


def of(actor: Actor) -> QuerySet[Disclosure]:
    """Give the disclosures of which an actor is told.

    Those that speak of the person; and, with ``disclosure:read`` in a body, those of the body's cases by people of
    other bodies.
    """
    if actor.person is None:
        return Disclosure.objects.none()
    told = Q(subject=subject_of(actor.person)) & Q(subject__gt="")
    bodies = scope(actor, READ, clock.today()).bodies
    if bodies:
        theirs = Case.objects.filter(holder__in=bodies).values("pk")
        told |= Q(case__in=theirs, subject="") & (~Q(body__in=bodies) | Q(body__isnull=True))
    about: Any = Case.objects.filter(pk=OuterRef("case"))
    return (
        Disclosure.objects.filter(told)
        .select_related("by", "body", "on_behalf_of")
        .annotate(holder=Subquery(about.values("holder__name")[:1]), number=Subquery(about.values("number")[:1]))
    )
