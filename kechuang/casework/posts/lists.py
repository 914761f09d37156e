"""The lists of this package, declared once: pages, files and the interface for programs come from them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.erasure import subject_of
from kechuang.casework.posts.models import Invitation
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Person, Post, Succession
from kechuang.web.filters import Choice, Place, Text
from kechuang.web.parts import DONE, GOING, IDLE, VOID, Empty, State
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def roles_in_words(codes: Any) -> str:  # noqa: ANN401 - an iterable of role codes
    """Give the words for roles, in order."""
    return "、".join(dict.fromkeys(gettext(code) for code in codes))


def span_state(row: Any) -> State:  # noqa: ANN401 - a row with a span of days
    """Say whether a span of days holds today."""
    today = clock.today()
    if row.valid_from > today:
        return State(_("begins later"), IDLE, "later")
    if row.valid_to is not None and row.valid_to <= today:
        return State(_("over"), DONE, "over")
    return State(_("in force"), GOING, "in_force")


def _duties(person: Person) -> str:
    held = [gettext(grant.role) for grant in person.duties]  # type: ignore[attr-defined]  # prefetched by queries.people
    seats = [filling.post.title for filling in person.seats]  # type: ignore[attr-defined]  # the same
    return "、".join(dict.fromkeys([*seats, *held]))


def _bodies(person: Person) -> str:
    of_grants = [grant.body.name for grant in person.duties]  # type: ignore[attr-defined]  # prefetched by queries.people
    of_posts = [filling.post.body.name for filling in person.seats]  # type: ignore[attr-defined]  # the same
    return "、".join(dict.fromkeys([*of_posts, *of_grants]))


def _named(*persons: UUID | None) -> list[str]:
    """Give the references under which persons are told that a list with their names was taken away as a file."""
    return [subject_of(person) for person in persons if person]


PEOPLE = List(
    key="people",
    columns=(
        Column(name="shown", label=_("Name"), kind="main", link=True),
        Column(name="number", label=_("Reference"), value=lambda row: str(row.pk)[-8:], kind="code", sort=("id",)),
        Column(name="duties", label=_("Posts and roles"), value=_duties),
        Column(name="bodies", label=_("Body"), value=_bodies),
        Column(
            name="email",
            label=_("E-mail"),
            value=lambda row: row.email if row.whole else "",
            phone=False,
        ),
    ),
    filters=(Text("q", _("Person's name begins with"), ("shown__startswith",)),),
    order="number",
    row_url=lambda row: reverse("posts:person", args=[row.pk]) if row.whole else "",
    persons=lambda row: _named(row.pk) if row.whole else (),
    empty=Empty(sentence=_("Nobody has a duty in the bodies that you may look into.")),
)


def _post_state(row: Post) -> State:
    span = span_state(row)
    if span.code == "in_force" and not row.filler_id:  # type: ignore[attr-defined]  # annotated by queries.posts
        return State(_("vacant"), VOID, "vacant")
    return State(_("filled"), GOING, "filled") if span.code == "in_force" else span


POSTS = List(
    key="posts",
    columns=(
        Column(name="title", label=_("Post"), kind="main", link=True, sort=("title",)),
        Column(name="body", label=_("Body"), value="body__name"),
        Column(name="roles", label=_("Duties"), value=lambda row: roles_in_words(row.roles)),
        Column(name="filler", label=_("Filled by"), value=lambda row: row.filler or ""),
        Column(name="state", label=_("State"), kind="state", value=_post_state),
        Column(name="valid_from", label=_("From"), kind="day", phone=False),
        Column(name="valid_to", label=_("Until before"), kind="day", phone=False),
    ),
    filters=(
        Text("q", _("Title begins with"), ("title__startswith",)),
        Text("body", _("Body begins with"), ("body__name__startswith",)),
    ),
    order="title",
    row_url=lambda row: reverse("posts:post", args=[row.pk]),
    empty=Empty(sentence=_("No post yet. A post holds duties, whoever fills it.")),
)

DELEGATIONS = List(
    key="delegations",
    columns=(
        Column(name="post", label=_("Post"), value="post__title", kind="main"),
        Column(name="body", label=_("Body"), value="post__body__name", phone=False),
        Column(name="giver", label=_("For whom"), value="giver__name"),
        Column(name="taker", label=_("Who acts"), value="taker__name"),
        Column(name="valid_from", label=_("From"), kind="day"),
        Column(name="valid_to", label=_("Until before"), kind="day", sort=("valid_to",)),
        Column(name="state", label=_("State"), kind="state", value=span_state),
        Column(name="reason", label=_("Reason"), phone=False, link=True),
    ),
    order="-valid_to",
    row_url=lambda row: reverse("posts:delegation", args=[row.pk]),
    persons=lambda row: _named(row.giver_id, row.taker_id),
    empty=Empty(sentence=_("Nobody acts for another here.")),
)


def _invited_to(row: Invitation) -> str:
    return row.post.title if row.post else gettext(row.role)


INVITATIONS = List(
    key="invitations",
    columns=(
        Column(name="name", label=_("Name"), kind="main", link=True),
        Column(name="duty", label=_("Invited as"), value=_invited_to),
        Column(name="body", label=_("Body"), value="body__name"),
        Column(name="expires_on", label=_("Expires"), kind="day", sort=("expires_on",)),
    ),
    order="expires_on",
    row_url=lambda row: reverse("posts:invitation", args=[row.pk]),
    empty=Empty(sentence=_("No invitation is open.")),
)

HANDOVERS = List(
    key="handovers",
    columns=(
        Column(name="on", label=_("Day"), kind="day", sort=("on",), link=True),
        Column(name="body", label=_("Body"), value="body__name", kind="main"),
        Column(name="person", label=_("Handed over by"), value=lambda row: row.person.name if row.person else "—"),
        Column(name="access", label=_("Access"), value=lambda row: gettext("ended") if row.access else ""),
    ),
    order="-on",
    row_url=lambda row: reverse("posts:handover", args=[row.pk]),
    persons=lambda row: _named(row.person_id),
    empty=Empty(sentence=_("Nothing has been handed over yet.")),
)


def places(request: HttpRequest) -> list[tuple[str, Any]]:
    """Give the places of the bodies in reach, as options of a filter."""
    from kechuang.casework.posts import queries  # noqa: PLC0415 - the lists stand below the queries
    from kechuang.web import divisions  # noqa: PLC0415 - beside it

    rows = queries.bodies_in_reach(actor_of(request), "body:keep", clock.today())
    codes = rows.order_by("place").values_list("place", flat=True).distinct()[:200]
    return [(code, divisions.name(code)) for code in codes]


def _body_state(row: Body) -> State:
    if row.valid_to is not None and row.valid_to <= clock.today():
        return State(_("ended"), DONE, "ended")
    return State(_("in being"), GOING, "in_being")


BODIES = List(
    key="bodies",
    columns=(
        Column(name="name", label=_("Name"), kind="main", link=True, sort=("name",)),
        Column(name="code", label=_("Code"), kind="code"),
        Column(name="kind", label=_("Kind"), value=lambda row: kind_word(row.kind)),
        Column(name="place", label=_("Place"), kind="place"),
        Column(name="state", label=_("State"), kind="state", value=_body_state),
        Column(name="valid_from", label=_("From"), kind="day", phone=False),
    ),
    filters=(
        Text("q", _("Name or code begins with"), ("name__startswith", "code__startswith")),
        Choice("kind", _("Kind"), lambda _request: [(kind, kind_word(kind)) for kind in KINDS]),
        Place("place", _("Place"), places),
    ),
    order="name",
    row_url=lambda row: reverse("posts:body", args=[row.pk]),
    empty=Empty(sentence=_("No body fits.")),
)
KINDS = (
    *("department", "finance", "audit", "office", "county_office", "market_operator"),
    *("enterprise", "startup_team", "university", "institute", "hospital"),
    *("service_provider", "testing_centre", "design_house", "social_organisation", "government", "other"),
)


def kind_word(kind: str) -> str:
    """Give the word for a kind of body."""
    code = f"body.kind.{kind}"
    said = gettext(code)
    return kind if said == code else said


def succession_word(kind: str) -> str:
    """Give the word for a kind of succession."""
    code = f"body.succession.{kind}"
    return gettext(code)


def _succession_state(row: Succession) -> State:
    return State(_("carried out"), DONE, "done") if row.done else State(_("planned"), IDLE, "planned")


SUCCESSIONS = List(
    key="successions",
    columns=(
        Column(name="on", label=_("Day"), kind="day", sort=("on",), link=True),
        Column(name="body", label=_("Body"), value="body__name", kind="main"),
        Column(name="kind", label=_("What"), value=lambda row: succession_word(row.kind)),
        Column(name="name", label=_("New name")),
        Column(name="document", label=_("Document"), phone=False),
        Column(name="state", label=_("State"), kind="state", value=_succession_state),
    ),
    order="-on",
    row_url=lambda row: reverse("posts:succession", args=[row.pk]),
    empty=Empty(sentence=_("No body has been renamed, merged or split.")),
)
