"""Bodies for the keeper of the node: the list, one body, making one with its first administrator."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.posts import desk, queries, staffing
from kechuang.casework.posts.forms import BodyForm
from kechuang.casework.posts.lists import BODIES, SUCCESSIONS, kind_word, succession_word
from kechuang.casework.posts.requests import BODIES as KEEPS_BODIES
from kechuang.casework.posts.requests import READ, OpenFile
from kechuang.casework.posts.views.inviting import show_secret
from kechuang.casework.posts.views.showing import Cell, Section, crumb_bodies, history_of, posted
from kechuang.web import chance, clock, divisions
from kechuang.web.accounts.models import Body, BodyName, Succession
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, requires
from kechuang.web.written import day

KEEPER = "body_keeper"


@requires(KEEPS_BODIES)
@require_safe
def bodies(request: HttpRequest) -> HttpResponseBase:
    """List all bodies of the node."""
    rows = queries.bodies_in_reach(actor_of(request), KEEPS_BODIES, clock.today())
    actions = [
        Action(label=_("Renamings, mergers and splits"), url=reverse("posts:successions")),
        Action(label=_("Make a body"), url=reverse("posts:new-body"), primary=True),
    ]
    return list_page(BODIES, request, rows, title=_("Bodies"), actions=actions)


@requires(KEEPS_BODIES)
@require_safe
def body(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show a body: its names by day, its successions, its administrators."""
    found = get_object_or_404(queries.bodies_in_reach(actor_of(request), KEEPS_BODIES, clock.today()), pk=identifier)
    actions = []
    if found.valid_to is None:
        actions = [
            Action(label=_("Split"), url=reverse("posts:split", args=[found.pk])),
            Action(label=_("Merge into another"), url=reverse("posts:merge", args=[found.pk])),
            Action(label=_("Rename"), url=reverse("posts:rename", args=[found.pk])),
        ]
    return page(
        request,
        "posts/record.html",
        {
            "facts": [
                Fact(term=_("Code"), value=found.code),
                Fact(term=_("English name"), value=found.name_en),
                Fact(term=_("Kind"), value=kind_word(found.kind)),
                Fact(term=_("Place"), value=divisions.name(found.place)),
                Fact(term=_("Authority"), value=found.authority or "—"),
                Fact(term=_("From"), value=day(found.valid_from)),
                Fact(term=_("Until before"), value=day(found.valid_to) if found.valid_to else "—"),
            ],
            "sections": [_keepers(found), _names(found), _successions(found)],
            "history": history_of(found.pk),
        },
        title=found.name,
        facts=[kind_word(found.kind)],
        crumbs=[crumb_bodies()],
        actions=actions,
    )


def _keepers(found: Body) -> Section:
    today = clock.today()
    rows = found.grants.filter(desk.coming(today), role=KEEPER).select_related("person").order_by("pk")
    link = reverse("posts:invite") + f"?body={found.pk}"
    return Section(
        _("Administrators"),
        (_("Name"), _("From")),
        [
            (
                Cell(row.person.name, reverse("posts:person", args=[row.person_id]) + f"?body={found.pk}"),
                Cell(day(row.valid_from)),
            )
            for row in rows
        ]
        or [(Cell(_("Invite an administrator"), link), Cell(""))],
    )


def _names(found: Body) -> Section:
    rows = BodyName.objects.filter(body=found).order_by("-valid_from")
    return Section(
        _("Names"),
        (_("Name"), _("From"), _("Until before")),
        [(Cell(row.name), Cell(day(row.valid_from)), Cell(day(row.valid_to) if row.valid_to else "—")) for row in rows],
        _("It has borne one name."),
    )


def _successions(found: Body) -> Section:
    rows = Succession.objects.filter(body=found).order_by("-on", "-pk")
    return Section(
        _("Renamings, mergers and splits"),
        (_("What"), _("Day"), ""),
        [
            (
                Cell(succession_word(row.kind), reverse("posts:succession", args=[row.pk])),
                Cell(day(row.on)),
                Cell(_("carried out") if row.done else _("planned")),
            )
            for row in rows
        ],
        _("None."),
    )


@requires(KEEPS_BODIES)
def new_body(request: HttpRequest) -> HttpResponseBase:
    """Make a body and the link for its first administrator."""
    actor = actor_of(request)
    form = BodyForm(posted(request), initial={"since": clock.today()})
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        wanted = OpenFile(
            body=chance.uuid7(),
            authority=values["authority"] or desk.log_of(Body(place=values["place"], authority="")),
            place=values["place"],
            kind=values["kind"],
            name=values["name"],
            name_en=values["name_en"],
            code=values["code"],
            own_authority=values["authority"],
            since=values["since"],
            made=True,
        )
        outcome = staffing.make_body(wanted, by=actor, key=form.act_key("body", actor.person))
        if outcome.refusal is None:
            invited, secret = staffing.invite(
                outcome.case,
                name=values["keeper"],
                email=values["email"],
                role=KEEPER,
                by=actor,
                key=form.act_key("first-keeper", actor.person),
            )
            if invited.refusal is None:
                return show_secret(request, secret, values["email"])
            outcome = invited
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Make a body"),
        submit=_("Make it, and the link for its administrator"),
        cancel_url=reverse("posts:bodies"),
        crumbs=[crumb_bodies()],
    )


@requires(READ)
@require_safe
def successions(request: HttpRequest) -> HttpResponseBase:
    """List what has been renamed, merged and split, and what is planned."""
    rows = queries.successions(actor_of(request), clock.today())
    return list_page(SUCCESSIONS, request, rows, title=_("Renamings, mergers and splits"))


@requires(READ)
@require_safe
def succession(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show one succession: from when, by which document, what went where."""
    found = get_object_or_404(queries.successions(actor_of(request), clock.today()), pk=identifier)
    bodies = {str(each.pk): each.name for each in Body.objects.filter(pk__in=found.successors)}
    sections = []
    if found.kind != Succession.RENAME:
        rows = [(Cell(bodies.get(each, each)),) for each in found.successors]
        sections = [Section(_("Successors"), (_("Body"),), rows)]
    facts = [
        Fact(term=_("Body"), value=found.body.name),
        Fact(term=_("What"), value=succession_word(found.kind)),
        Fact(term=_("Day"), value=day(found.on)),
        Fact(term=_("New name"), value=found.name),
        Fact(term=_("Document"), value=found.document),
        Fact(term=_("State"), value=_("carried out") if found.done else _("planned")),
        Fact(term=_("Takes the rest"), value=found.rest.name if found.rest else ""),
    ]
    return page(
        request,
        "posts/record.html",
        {
            "facts": [fact for fact in facts if fact.value],
            "sections": sections,
            "history": history_of(found.body_id),
        },
        title=_("%(what)s of %(body)s") % {"what": succession_word(found.kind), "body": found.body.name},
        crumbs=[Crumb(_("Renamings, mergers and splits"), reverse("posts:successions"))],
    )
