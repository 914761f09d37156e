"""Pages of candidate rules: of a document, over all, one of them; confirming, rejecting, files for a node's rules."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import words as case_words
from kechuang.casework.files.views import attachment
from kechuang.policy import kept, queries, wording
from kechuang.policy.filing import actions, candidates, compared, lists, ruling
from kechuang.policy.filing.candidates import AMOUNT, CAP, LEAST, RATIO, TERM, Force, Known
from kechuang.policy.filing.forms import ProposeForm, RejectForm, place_of, said
from kechuang.policy.filing.models import RuleCandidate
from kechuang.policy.filing.rules import PERMISSION, PROPOSED, REJECTED
from kechuang.policy.filing.words import ROLE_WORDS, state
from kechuang.policy.finding import from_json
from kechuang.policy.models import Document
from kechuang.policy.views import document_crumb, documents_crumb, found_or_404
from kechuang.rulebook import load
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, may, public, requires

GET_POST = ("GET", "HEAD", "POST")
COMMAND = 'unzip -o {name} -d "$KECHUANG_HOME/regions" && kechuang cases'


@public
@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """List the candidate rules of all documents."""
    return list_page(
        lists.CANDIDATES,
        request,
        lists.rows(),
        title=_("Candidate rules"),
        facts=[_("What incentive articles would be as rules; none is in force before a person confirms it")],
        crumbs=[documents_crumb()],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One incentive article with its figures by what they are."""

    clause: str
    who: str
    quote: str
    figures: list[tuple[str, list[RuleCandidate]]]


def articles(rows: list[RuleCandidate]) -> Iterator[Article]:
    """Give candidates together whose article is one."""
    held: dict[int, list[RuleCandidate]] = {}
    for row in rows:
        held.setdefault(row.article, []).append(row)
    for group in held.values():
        by_role = [(role, [row for row in group if row.role == role]) for role in (RATIO, AMOUNT, LEAST, CAP, TERM)]
        first = group[0]
        yield Article(clause=first.clause, who=first.who, quote=first.quote, figures=by_role)


@public
@require_safe
def of_document(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show the incentive articles of a document as candidate rules."""
    document = found_or_404(identifier)
    rows = list(document.rule_candidates.filter(stale=False).order_by("start", "code"))
    for row in rows:
        row.shown = state(row.state)  # type: ignore[attr-defined]  # for the template alone
    buttons = []
    if any(row.state == PROPOSED for row in rows):
        url = reverse("policy_filing:overlay", args=[document.pk])
        buttons.append(Action(label=_("Rule files (zip)"), url=url, download=True))
    context = {
        "document": document,
        "articles": list(articles(rows)),
        "heads": [ROLE_WORDS[role] for role in (RATIO, AMOUNT, LEAST, CAP, TERM)],
        "lang": wording.language_of(document.script),
        "command": COMMAND.format(name=overlay_name(document)) if buttons else "",
        "document_url": reverse("policy:document", args=[document.pk]),
    }
    return page(
        request,
        "policy_filing/rules.html",
        context,
        title=_("Candidate rules"),
        facts=[document.title],
        crumbs=[documents_crumb(), document_crumb(document)],
        actions=buttons,
    )


def candidate_or_404(identifier: UUID) -> RuleCandidate:
    """Give a candidate, or answer that there is none."""
    found = actions.found(identifier)
    if found is None or found.document.withdrawn:
        raise Http404
    return found


@public
@require_safe
def candidate(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show one candidate: what was read, what holds today under the same key, what a person said of it."""
    found = candidate_or_404(identifier)
    force = force_of(found.document)
    rule = ruling.from_plain(found.proposal) if found.proposal else None
    on = rule.since if rule else force.since or clock.today()
    place = rule.place if rule else read_place(found, force)
    known = [rule.key] if rule else [key.name for key in suggestions(found)]
    own = [each for each in (rule,) if each]
    files = ruling.files(own, actions.cited(found.document)) if own else {}
    there = urlencode({"clause": found.clause})
    context = {
        "found": found,
        "facts": shown_facts(found, place),
        "state": state(found.state),
        "lang": wording.language_of(found.document.script),
        "held": [compared.in_force(key, place, on) for key in known],
        "on": on,
        "files": list(files.items()),
        "also": [(also.pk, also.document) for also in found.also.select_related("document").order_by("document__pk")],
        "rule": rule,
        "command": COMMAND.format(name=overlay_name(found.document)) if files else "",
        "url": f"{reverse('policy:document', args=[found.document_id])}?{there}#m-{found.code}",
    }
    return page(
        request,
        "policy_filing/candidate.html",
        context,
        title=f"{ROLE_WORDS[found.role]} {found.value}",
        facts=[found.document.title, found.clause],
        crumbs=[*crumbs(found.document)],
        actions=candidate_actions(request, found),
    )


def crumbs(document: Document) -> list[Crumb]:
    """Give the way to a candidate."""
    url = reverse("policy_filing:rules", args=[document.pk])
    return [documents_crumb(), document_crumb(document), Crumb(_("Candidate rules"), url)]


def candidate_actions(request: HttpRequest, found: RuleCandidate) -> list[Action]:
    """Give the buttons: files for everybody, judging for those who may."""
    made = []
    if found.state == PROPOSED:
        one = reverse("policy_filing:rule-file", args=[found.pk])
        every = reverse("policy_filing:overlay", args=[found.document_id])
        made.append(Action(label=_("Rule file (YAML)"), url=one, download=True))
        made.append(Action(label=_("Rule files (zip)"), url=every, download=True))
    if may(actor_of(request), PERMISSION, on=clock.today(), place=found.document.case.place) and not (
        found.stale or found.same_as
    ):
        if found.state != REJECTED:
            made.append(Action(label=_("Reject"), url=reverse("policy_filing:reject", args=[found.pk]), danger=True))
        label = _("Change the rule") if found.state == PROPOSED else _("Confirm as a rule")
        made.append(Action(label=label, url=reverse("policy_filing:propose", args=[found.pk]), primary=True))
    return made


def shown_facts(found: RuleCandidate, place: str) -> list[Fact]:
    """Give what was read."""
    force = force_of(found.document)
    rows = [
        Fact(term=_("For whom"), value=found.who),
        Fact(term=_("Condition"), value=found.condition),
        Fact(term=_("Clause"), value=found.clause),
        Fact(term=_("Place of the rule"), value=f"{case_words.place(place, force.since or clock.today())} {place}"),
        Fact(term=_("In force from"), value=force.since or ""),
        Fact(term=_("No longer in force from"), value=force.until or ""),
        Fact(term=_("Reason"), value=found.reason),
    ]
    return [row for row in rows if row.value not in {"", None}]


def force_of(document: Document) -> Force:
    """Say from which day a document holds."""
    reading = from_json(document.reading)
    try:
        force = candidates.force_of(reading, queries.text_of(document))
    except kept.MissingFileError:
        force = Force(since=None, until=None, read=False, draft=False)
    if force.since is None and document.issued_on:
        return Force(since=document.issued_on, until=force.until, read=False, draft=force.draft)
    return force


def read_place(found: RuleCandidate, force: Force) -> str:
    """Give the place that issued the document."""
    document = found.document
    return place_of(document.issuers, document.title, document.case.place, force.since)


def suggestions(found: RuleCandidate) -> list[Known]:
    """Give the keys of the rulebook that the article may mean."""
    keys = [Known(name=key.name, title=key.title.zh, type=key.type) for key in load.current().keys.values()]
    return candidates.suggested(found.type, found.quote, keys)


def mine_or_404(request: HttpRequest, identifier: UUID) -> RuleCandidate:
    """Give a candidate that the actor may judge: one of a document of the own place."""
    found = candidate_or_404(identifier)
    if not may(actor_of(request), PERMISSION, on=clock.today(), place=found.document.case.place):
        raise Http404
    return found


@requires(PERMISSION)
@require_http_methods(GET_POST)
def propose(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Confirm a candidate as a rule, each value checked by a person."""
    found = mine_or_404(request, identifier)
    chosen = request.GET.get("rule_key", "")
    initial = {"rule_key": chosen} if chosen in load.current().keys else {}
    sent = request.POST if request.method == "POST" else None
    form = ProposeForm(found, force_of(found.document), sent, initial=initial)
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["key"] or f"policy.rule:{found.pk}:{found.state}"
        outcome = actions.propose(found, form.proposal, by=actor_of(request), key=key)
        if outcome.refusal is None:
            done = _("The rule is confirmed. It is in force only once its file is laid into a node's rules.")
            messages.success(request, done)
            return redirect("policy_filing:candidate", found.pk)
        form.refuse(outcome.refusal)
    declared, offered = load.current().keys, []
    for each in suggestions(found):
        query = urlencode({"rule_key": each.name})
        url = f"{reverse('policy_filing:propose', args=[found.pk])}?{query}"
        offered.append((each.name, said(declared[each.name].title), url))
    return form_page(
        request,
        form,
        title=_("Confirm as a rule"),
        submit=_("Confirm as a rule"),
        template="policy_filing/propose.html",
        context={"found": found, "lang": wording.language_of(found.document.script), "offered": offered},
        cancel_url=reverse("policy_filing:candidate", args=[found.pk]),
        crumbs=crumbs(found.document),
        facts=[f"{ROLE_WORDS[found.role]} {found.value}", found.document.title],
    )


@requires(PERMISSION)
@require_http_methods(GET_POST)
def reject(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Say that a candidate is no rule, with a reason."""
    found = mine_or_404(request, identifier)
    form = RejectForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["key"] or f"policy.rule.reject:{found.pk}:{found.state}"
        outcome = actions.reject(found, form.cleaned_data["reason"], by=actor_of(request), key=key)
        if outcome.refusal is None:
            messages.success(request, _("The candidate is rejected; the reason stands in the record."))
            return redirect("policy_filing:rules", found.document_id)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Reject a candidate rule"),
        submit=_("Reject"),
        cancel_url=reverse("policy_filing:candidate", args=[found.pk]),
        lead=found.quote,
        crumbs=crumbs(found.document),
        facts=[f"{ROLE_WORDS[found.role]} {found.value}", found.document.title],
    )


@public
@require_safe
def rule_file(_request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give the confirmed rule as the YAML file of its place."""
    found = candidate_or_404(identifier)
    if found.state != PROPOSED:
        raise Http404
    rule = ruling.from_plain(found.proposal)
    data = ruling.rules_file([rule], actions.cited(found.document)).encode()
    return attachment(io.BytesIO(data), f"{rule.key}.yaml", "application/yaml")


def overlay_name(document: Document) -> str:
    """Give the name of the archive of a document's rules."""
    return f"{(document.case.number or str(document.pk)).lower()}-rules.zip"


@public
@require_safe
def overlay(_request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give all confirmed rules of a document as a folder to be laid over a node's rules."""
    document = found_or_404(identifier)
    rules = actions.proposed(document)
    if document.withdrawn or not rules:
        raise Http404
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(ruling.files(rules, actions.cited(document)).items()):
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    out.seek(0)
    return attachment(out, overlay_name(document), "application/zip")
