"""Health for machines, metrics for Prometheus, and the page that says what is broken and whom to ask."""

import ipaddress
from hmac import compare_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.config.health import checks
from kechuang.config.health.checks import BAD, OK, WARN, Result
from kechuang.config.watch import metrics
from kechuang.ledger import triggers
from kechuang.web import clock
from kechuang.web.page import page
from kechuang.web.parts import DONE, LATE, RISK, State
from kechuang.web.permissions import public, requires

TONES = {OK: DONE, WARN: RISK, BAD: LATE}
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@public
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _plain("ok")


@public
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """The node can work: its database answers, the ledger is protected, and its folder can be written."""
    faults = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if triggers.missing():
            faults.append("triggers")
    except DatabaseError:
        faults.append("database")
    probe = Path(settings.KECHUANG_HOME) / ".ready"
    try:
        probe.touch()
    except OSError:
        faults.append("home")
    return _plain(" ".join(faults) or "ok", 503 if faults else 200)


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@require_safe
def metrics_text(request: HttpRequest) -> HttpResponse:
    """The metrics, for this machine itself or for who has the token; for others nothing stands here."""
    if not _may_ask(request):
        raise Http404
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_ask(request: HttpRequest) -> bool:
    token = str(getattr(settings, "KECHUANG_METRICS_TOKEN", ""))
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and compare_digest(given.encode(), token.encode()):
        return True
    # Behind a proxy on the same machine every request comes from the loopback address.
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


def title_of(result: Result) -> str:
    """Give what was looked at, in words."""
    code = f"doctor.{result.name}"
    return _(code)


def sentence_of(result: Result) -> str:
    """Give how it stands, in words with its values; what failed itself says so."""
    if set(result.values) == {"said"} and result.name != "database":
        return _("This could not be looked at (%(said)s).") % result.values
    code = f"doctor.{result.name}.{result.wording or ('ok' if result.state == OK else 'bad')}"
    return _(code) % result.values


def remedy_of(result: Result) -> str:
    """Give what to do, or nothing where all is well."""
    code = f"doctor.{result.name}.remedy"
    return "" if result.state == OK else _(code)


def state_of(result: Result) -> State:
    """Give the state with its word and tone."""
    words = {OK: _("in order"), WARN: _("to be looked at"), BAD: _("broken")}
    return State(words[result.state], TONES[result.state], result.state)


def shown(results: list[Result]) -> list[dict[str, Any]]:
    """Give the rows of the page and of the command, the worst first."""
    order = {BAD: 0, WARN: 1, OK: 2}
    rows = sorted(results, key=lambda result: order[result.state])
    return [
        {
            "name": result.name,
            "title": title_of(result),
            "state": state_of(result),
            "sentence": sentence_of(result),
            "remedy": remedy_of(result),
        }
        for result in rows
    ]


@requires("node:keep")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """What is broken on this node, what to do about it, and whom to ask."""
    results = checks.examine()
    bad = sum(result.state == BAD for result in results)
    warned = sum(result.state == WARN for result in results)
    context = {"rows": shown(results), "contact": str(settings.KECHUANG_CONTACT), "bad": bad, "warned": warned}
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({result.name: result.state for result in results})
    facts = [_("%(bad)d broken, %(warned)d to be looked at") % {"bad": bad, "warned": warned}]
    return page(
        request, "node/health.html", context, title=_("State of the node"), facts=[*facts, f"{clock.real_now():%H:%M}"]
    )
