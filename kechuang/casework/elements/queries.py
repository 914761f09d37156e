"""What pages and the interface read of collections; each with a fixed number of queries."""

from collections.abc import Collection as AnyCollection
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kechuang.casework.elements import known
from kechuang.casework.elements.dictionary import Burden, burden, elements
from kechuang.casework.elements.models import Collection, CollectionAnswer
from kechuang.casework.elements.rules import ANSWER, SEND, Recipient, Send
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import ROLES, Actor, scope, within


def collections(actor: Actor, on: date) -> QuerySet[Collection]:
    """Give the collections that offices in reach sent, with how many bodies answered."""
    reach = scope(actor, SEND, on)
    rows = Collection.objects.select_related("case__office")
    answered = Count("answers", filter=Q(answers__answered_on__isnull=False))
    return reach.restrict(rows, place="case__place", bodies=("case__office",)).annotate(answered=answered)


def asked_of(actor: Actor, on: date) -> QuerySet[CollectionAnswer]:
    """Give what the actor's bodies were asked."""
    bodies = scope(actor, ANSWER, on).bodies
    rows = CollectionAnswer.objects.filter(body__in=bodies)
    return rows.select_related("case__office", "collection", "body")


def answers_of(collection: Collection) -> QuerySet[CollectionAnswer]:
    """Give the parts of a collection, answered or not, by the name of the body."""
    return collection.answers.select_related("body", "case").order_by("body__name", "pk")


def office_of(actor: Actor, on: date) -> Body | None:
    """Give the office for which the actor may send collections."""
    held = [each.body for each in actor.grants if each.in_force(on) and SEND in ROLES[each.role].permissions]
    return Body.objects.filter(pk__in=held).exclude(authority="").order_by("pk").first()


def recipients(actor: Actor, on: date, *, place: str, kind: str) -> list[Body]:
    """Give the bodies of a kind at a place and below it, within the actor's reach, that hold today."""
    rows = scope(actor, SEND, on).restrict(Body.objects.all(), place="place", bodies=())
    rows = rows.filter(within(place, "place"), kind=kind, valid_from__lte=on)
    return list(rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).order_by("place", "name", "pk"))


def weigh(bodies: Iterable[UUID], codes: Sequence[str], year: int) -> Burden:
    """Weigh a request before it is sent."""
    held = known.known(list(bodies), codes, year)
    return burden([elements()[code] for code in codes], (values.keys() for values in held.values()))


def composed(
    actor: Actor,
    office: Body,
    on: date,
    *,
    place: str,
    kind: str,
    wanted: Sequence[str],
    title: str,
    basis: str,
    purpose: str,
    year: int,
    reply_by: date,
    expires_on: date,
) -> Send:
    """Give the collection that an office would send, with the bodies it reaches and the burden it asks of them."""
    found = recipients(actor, on, place=place, kind=kind)
    others = [body for body in found if body.pk != office.pk]
    weight = weigh([body.pk for body in others], wanted, year)
    return Send(
        case=chance.uuid7(),
        office=office.pk,
        authority=office.authority,
        place=office.place,
        title=title,
        basis=basis,
        purpose=purpose,
        elements=tuple(dict.fromkeys(wanted)),
        year=year,
        reply_by=reply_by,
        expires_on=expires_on,
        recipients=tuple(Recipient(chance.uuid7(), body.pk, body.place) for body in others),
        known=weight.known,
        seconds=weight.seconds,
    )


@dataclass(frozen=True, slots=True)
class Returned:
    """How many bodies were asked, answered, let it lapse, and how many values they typed or confirmed."""

    asked: int
    answered: int
    confirmed: int
    typed: int


def returned(rows: Sequence[CollectionAnswer], fields: int) -> Returned:
    """Count what came back."""
    done = [row for row in rows if row.answered_on]
    confirmed = sum(len(row.confirmed) for row in done)
    return Returned(len(rows), len(done), confirmed, len(done) * fields - confirmed)


def earlier_answers(bodies: Sequence[UUID], codes: AnyCollection[str], year: int) -> known.Answers:
    """Give what bodies answered to other collections of the same year: it is not asked again."""
    rows = CollectionAnswer.objects.filter(body__in=bodies, answered_on__isnull=False, collection__year=year)
    found: dict[UUID, dict[str, known.Held]] = {body: {} for body in bodies}
    for row in rows.select_related("case").order_by("answered_on", "pk"):
        for code in row.values.keys() & set(codes):
            found[row.body_id][code] = known.Held(row.values[code], row.case.title, row.answered_on)
    return found
