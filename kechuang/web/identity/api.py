"""One's own sessions and tokens for programs. Tokens are made and ended from a session only, never by a token."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from kechuang.kernel.refusal import Refusal
from kechuang.web.api import Needs, RefusedError
from kechuang.web.identity import sessions, tokens
from kechuang.web.identity.models import SignedIn, Token

router = Router()


class SessionOut(Schema):
    """A browser in which the caller is signed in; the address is shortened, the last use is a day."""

    id: str
    device: str
    address: str
    begun_at: datetime
    seen_on: date
    how: str
    this_one: bool


class TokenOut(Schema):
    """A token: everything but its text."""

    id: str
    name: str
    scopes: list[str]
    begins: str
    made_at: datetime
    expires_on: date
    used_on: date | None


class TokenIn(Schema):
    """A wish for a token: its name, its scopes (permissions of the caller), and its days."""

    name: str
    scopes: list[str]
    days: int = 90


class TokenMade(TokenOut):
    """A new token with its text, which is shown this once."""

    token: str


def _session(row: SignedIn, request: HttpRequest) -> dict[str, object]:
    kept = {name: getattr(row, name) for name in ("device", "address", "begun_at", "seen_on", "how")}
    return {"id": str(row.pk), "this_one": row.session_key == request.session.session_key, **kept}


def _token(row: Token) -> dict[str, object]:
    names = ("name", "scopes", "begins", "made_at", "expires_on", "used_on")
    return {"id": str(row.pk), **{name: getattr(row, name) for name in names}}


@router.get("/sessions", auth=Needs("signed_in"), response=list[SessionOut], summary="My sessions")
def my_sessions(request: HttpRequest) -> list[dict[str, object]]:
    """Give the live sessions of the caller, the newest first."""
    tokens.demand_session(request)
    return [_session(row, request) for row in sessions.of(request.user)]


@router.post("/sessions/{identifier}/end", auth=Needs("signed_in"), response={204: None}, summary="End a session")
def end_session(request: HttpRequest, identifier: UUID) -> Status[None]:
    """End one of the caller's sessions."""
    tokens.demand_session(request)
    row = sessions.mine(request.user, identifier)
    if row is None:
        raise Http404
    sessions.end([row])
    return Status(204, None)


@router.get("/tokens", auth=Needs("signed_in"), response=list[TokenOut], summary="My tokens")
def my_tokens(request: HttpRequest) -> list[dict[str, object]]:
    """Give the caller's tokens that still work."""
    tokens.demand_session(request)
    return [_token(row) for row in tokens.of(request.user)]


@router.post("/tokens", auth=Needs("signed_in"), response={201: TokenMade}, summary="Make a token")
def make_token(request: HttpRequest, wanted: TokenIn) -> Status[dict[str, object]]:
    """Make a token; its text stands in this answer and nowhere else."""
    actor = tokens.demand_session(request)
    name = " ".join(wanted.name.split())
    if not 0 < len(name) <= 80:
        raise RefusedError(Refusal("token.name", {}, place="name"), status=422)
    made = tokens.make(actor, name=name, scopes=wanted.scopes, days=wanted.days)
    if isinstance(made, Refusal):
        raise RefusedError(made, status=422)
    row, text = made
    return Status(201, {**_token(row), "token": text})


@router.post("/tokens/{identifier}/end", auth=Needs("signed_in"), response={204: None}, summary="End a token")
def end_token(request: HttpRequest, identifier: UUID) -> Status[None]:
    """End one of the caller's tokens."""
    tokens.demand_session(request)
    row = tokens.mine(request.user, identifier)
    if row is None:
        raise Http404
    row.delete()
    return Status(204, None)
