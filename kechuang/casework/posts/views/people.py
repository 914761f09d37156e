"""People of the bodies in reach: the list, a person, roles given and ended, access ended."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.posts import queries, staffing
from kechuang.casework.posts.desk import allowed_roles
from kechuang.casework.posts.forms import RoleForm
from kechuang.casework.posts.lists import PEOPLE, roles_in_words
from kechuang.casework.posts.requests import KEEP, READ, EndRole, GiveRole
from kechuang.casework.posts.views.showing import Cell, Section, acting, confirming, crumb_people, history_about, posted
from kechuang.web import clock, slots
from kechuang.web.accounts.models import Body, Delegation, Grant, Person
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, may, requires
from kechuang.web.written import day


@requires(READ)
@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """List the people of the bodies in reach; names stand whole only where the reader may see them."""
    actions = []
    if slots.allowed(request, KEEP):
        actions = [
            Action(label=_("Open invitations"), url=reverse("posts:invitations")),
            Action(label=_("Invite somebody"), url=reverse("posts:invite"), primary=True),
        ]
    return list_page(
        PEOPLE, request, queries.people(actor_of(request), clock.today()), title=_("People"), actions=actions
    )


def person_in_reach(request: HttpRequest, identifier: UUID) -> tuple[Person, Body]:
    """Give a person and the body in which the reader administers them (``?body=`` where there are several)."""
    today, actor = clock.today(), actor_of(request)
    kept = queries.bodies_in_reach(actor, KEEP, today)
    person = Person.objects.filter(queries.people_of(kept, today), pk=identifier).first()
    if person is None:
        raise Http404
    grants = person.grants.filter(body__in=kept).values_list("body", flat=True)
    seats = person.fillings.filter(post__body__in=kept).values_list("post__body", flat=True)
    bodies = list(Body.objects.filter(pk__in=[*grants, *seats]).order_by("name", "pk"))
    wanted = request.GET.get("body", "")
    return person, next((body for body in bodies if str(body.pk) == wanted), bodies[0])


@requires(KEEP)
@require_safe
def person(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show what somebody does for a body, and since when."""
    found, body = person_in_reach(request, identifier)
    today = clock.today()
    grants = found.grants.filter(body=body).order_by("-valid_from", "pk")
    seats = found.fillings.filter(post__body=body).select_related("post").order_by("-valid_from", "pk")
    given = (
        Delegation.objects.filter(giver=found, post__body=body).select_related("post", "taker").order_by("-valid_to")
    )
    query = f"?body={body.pk}"
    sections = [
        Section(
            _("Posts"),
            (_("Post"), _("Duties"), _("From"), _("Until before")),
            [
                (
                    Cell(row.post.title, reverse("posts:post", args=[row.post_id])),
                    Cell(roles_in_words(row.post.roles)),
                    Cell(day(row.valid_from)),
                    Cell(day(row.valid_to) if row.valid_to else "—"),
                )
                for row in seats
            ],
            _("Fills no post here."),
        ),
        Section(
            _("Roles"),
            (_("Role"), _("From"), _("Until before"), ""),
            [
                (
                    Cell(roles_in_words([row.role])),
                    Cell(day(row.valid_from)),
                    Cell(day(row.valid_to) if row.valid_to else "—"),
                    Cell(_("End this role"), reverse("posts:end-role", args=[row.pk]))
                    if row.valid_to is None or row.valid_to > today
                    else Cell(""),
                )
                for row in grants
            ],
            _("Holds no role of their own here."),
        ),
        Section(
            _("Delegations"),
            (_("Post"), _("Who acts"), _("From"), _("Until before")),
            [
                (
                    Cell(row.post.title, reverse("posts:delegation", args=[row.pk])),
                    Cell(row.taker.name),
                    Cell(day(row.valid_from)),
                    Cell(day(row.valid_to)),
                )
                for row in given[:20]
            ],
            _("Nobody acts for this person."),
        ),
    ]
    return page(
        request,
        "posts/record.html",
        {
            "facts": [
                Fact(term=_("User name"), value=found.username),
                Fact(term=_("E-mail"), value=found.email),
                Fact(term=_("Body"), value=body.name),
                Fact(term=_("May sign in"), value=_("yes") if found.is_active else _("no")),
            ],
            "sections": sections,
            "history": history_about(body.pk, found.pk),
        },
        title=found.name,
        facts=[body.name],
        crumbs=[crumb_people()],
        actions=[
            Action(label=_("End access"), url=reverse("posts:end-access", args=[found.pk]) + query, danger=True),
            Action(label=_("Give a role"), url=reverse("posts:give-role", args=[found.pk]) + query, primary=True),
        ],
    )


@requires(KEEP)
def give_role(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give somebody a role inside the body."""
    found, body = person_in_reach(request, identifier)
    form = RoleForm(posted(request), roles=allowed_roles(body), initial={"since": clock.today()})

    def do(key: str) -> staffing.Outcome:
        values = form.cleaned_data
        wanted = GiveRole(
            body=body.pk, person=found.pk, role=values["role"], since=values["since"], until=values["until"]
        )
        return staffing.give_role(wanted, by=actor_of(request), key=key)

    back = reverse("posts:person", args=[found.pk]) + f"?body={body.pk}"
    return acting(
        request,
        form,
        "role",
        do,
        done=_("The role is given."),
        to=back,
        title=_("Give a role to %(name)s") % {"name": found.name},
        submit=_("Give the role"),
        lead=_("Only roles that a body of this kind may have, and that reach no further than the body's own place."),
        crumbs=[crumb_people(), Crumb(found.name, back)],
    )


@requires(KEEP)
def end_role(request: HttpRequest, number: int) -> HttpResponseBase:
    """End a role from today on."""
    grant = get_object_or_404(Grant.objects.select_related("person", "body"), pk=number)
    actor = actor_of(request)
    if not may(actor, KEEP, on=clock.today(), bodies=(grant.body_id,)):
        raise Http404
    back = reverse("posts:person", args=[grant.person_id]) + f"?body={grant.body_id}"
    role = roles_in_words([grant.role])
    return confirming(
        request,
        "end-role",
        lambda key: staffing.end_role(EndRole(body=grant.body_id, grant=grant.pk), by=actor, key=key),
        effects=[
            _("%(name)s is no longer %(role)s at %(body)s from today on.")
            % {"name": grant.person.name, "role": role, "body": grant.body.name},
            _("What was done in this role stays as it is."),
            _("The role can be given again."),
        ],
        done=_("The role has ended."),
        to=back,
        title=_("End the role %(role)s") % {"role": role},
        submit=_("End the role"),
        crumbs=[crumb_people(), Crumb(grant.person.name, back)],
    )
