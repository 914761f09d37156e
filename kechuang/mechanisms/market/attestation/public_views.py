"""Pages without signing in: the certificates, one of them with all versions, the check of whatever somebody holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.attestation import lists, queries, showing, signing, verifying, wording
from kechuang.mechanisms.market.attestation.verifying import Checked
from kechuang.mechanisms.market.notice import wording as notices
from kechuang.web import limits
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import public

PER_HOUR, HOUR = 120, 3600
OUTCOMES: dict[str, str] = {
    verifying.HOLDS: "good",
    verifying.OLDER: "risk",
    verifying.REVOKED: "bad",
    verifying.UNKNOWN: "bad",
    verifying.WRONG: "bad",
}


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All certificates of deals, also those that were revoked."""
    rows = queries.public()
    figures = publishing.figures(rows, "market.attestation", ("ISSUED", "AMENDED", "REVOKED"))
    return list_page(
        lists.PUBLISHED,
        request,
        lists.published(request),
        figures=figures,
        title=_("Certificates of deals"),
        crumbs=[],
        facts=[_("Deals that the market's operator certified. Names and prices are the parties' to show.")],
        actions=[
            Action(label=_("Check a certificate of a deal"), url=reverse("market_attestation:check"), primary=True)
        ],
    )


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Certificates of deals"), reverse("market_attestation:published"))]


@public
@require_http_methods(("GET", "HEAD", "POST"))
def check(request: HttpRequest) -> HttpResponse:
    """Check a certificate: by number and code, by its text, by its file."""
    number, code = request.GET.get("number", "")[:60], request.GET.get("code", "")[:40]
    context: dict[str, Any] = {"number": number, "code": code}
    status = 200
    if request.method == "POST" or number:
        if limits.hit(f"attestation check:{limits.address(request)}", HOUR) > PER_HOUR:
            context["slow"], status = PER_HOUR, 429
        elif request.method == "POST":
            found = _posted(request)
            context["empty"] = found is None
            context |= _shown(found) if found else {}
            status = 422 if found is None else 200
        else:
            context |= _shown(verifying.by_number(number, code))
    return page(
        request,
        "market_attestation/check.html",
        context,
        title=_("Check a certificate of a deal"),
        facts=[_("Nothing that is pasted or uploaded here is kept.")],
        crumbs=_crumbs(),
        failed=status == 422,
        status=status,
    )


def _posted(request: HttpRequest) -> Checked | None:
    upload, text = request.FILES.get("file"), request.POST.get("token", "").strip()
    if upload is not None:
        return verifying.by_file(upload.read(verifying.MOST_BYTES + 1))
    return verifying.by_token(text) if text else None


def _shown(found: Checked) -> dict[str, Any]:
    """Say what a check came to: the outcome, the certificate as everybody reads it, what its holder shows."""
    row, version = found.row, found.version
    context: dict[str, Any] = {
        "checked": found,
        "tone": "bad" if found.agrees is False else OUTCOMES[found.verdict],
        "fault": wording.token_fault(found.fault) if found.fault else "",
        "claims": _claims(found.claims),
    }
    if row is not None and version is not None:
        context |= {
            "row": row,
            "version": version,
            "state": showing.state_of(row),
            "facts": showing.public_facts(row, version),
            "url": reverse("market_attestation:certificate", args=[row.number]),
        }
    return context


def _claims(claims: dict[str, Any]) -> list[Fact]:
    found = [
        Fact(term=word, value=_claim(code, claims[code]))
        for code, word in (*wording.OPEN_CLAIMS.items(), *wording.CLAIMS.items())
        if code in claims and claims[code] not in ([], "")
    ]
    hidden = [str(word) for code, word in wording.CLAIMS.items() if claims and claims.get(code, []) == []]
    if hidden:
        found.append(Fact(term=_("Not shown by the holder"), value="、".join(hidden)))
    return found


def _claim(code: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if isinstance(value, bool):
        return showing.yes_no(value)
    if code == "mode":
        return notices.mode(value)
    return showing.claim(code, str(value))


@public
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate: how it stands, all its versions, their facts in the ledger, the key for an offline check."""
    row = get_object_or_404(queries.public(), number=number.upper())
    code = request.GET.get("code", "")[:40]
    context = {
        "row": row,
        "state": showing.state_of(row),
        "versions": showing.version_rows(row),
        "verifier": signing.verifier_of(row.case.authority),
        "checked": verifying.by_number(number, code) if code else None,
        "code": code,
    }
    return page(
        request,
        "market_attestation/certificate.html",
        context,
        title=_("Certificate of the deal %(number)s") % {"number": row.number},
        facts=[row.case.title],
        crumbs=_crumbs(),
        actions=[Action(label=_("Check a certificate of a deal"), url=reverse("market_attestation:check"))],
    )
