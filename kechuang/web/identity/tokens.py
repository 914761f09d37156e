"""Tokens for programs: made once, shown once, kept as a digest; each acts as its person within its scopes."""

import base64
import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock, limits
from kechuang.web.accounts.models import Person
from kechuang.web.api import RefusedError
from kechuang.web.identity import factor
from kechuang.web.identity.models import Token
from kechuang.web.permissions import ROLES, Actor, actor_of, read_actor

MARK = "kc_"
MOST_TOKENS = 20


def digest(text: str) -> str:
    """Give what is kept of a token. It holds 32 random bytes, so a plain hash cannot be guessed back."""
    return hashlib.sha256(text.encode()).hexdigest()


def scopes_of(actor: Actor) -> list[str]:
    """Give the permissions that an actor holds today: the most that a token of theirs may have."""
    today = clock.today()
    held = {held.role for held in actor.grants if held.in_force(today)}
    found = {permission for role in held if role in ROLES for permission in ROLES[role].permissions}
    return sorted(found if actor.only is None else found & actor.only)


def of(person: Person) -> list[Token]:
    """Give the tokens of a person that still work, the newest first."""
    rows = Token.objects.filter(person=person, expires_on__gt=clock.real_today())
    return list(rows.order_by("-made_at", "-pk"))


def make(actor: Actor, *, name: str, scopes: list[str], days: int) -> tuple[Token, str] | Refusal:
    """Make a token; give it with its text, which stands nowhere else, or a refusal that names the field at fault."""
    foreign = sorted(set(scopes) - set(scopes_of(actor)))
    if foreign or not scopes:
        return Refusal("token.scopes", {"scopes": ", ".join(foreign) or "—"}, place="scopes")
    if not 1 <= days <= settings.KECHUANG_TOKEN_DAYS:
        return Refusal("token.days", {"most": settings.KECHUANG_TOKEN_DAYS}, place="days")
    today = clock.real_today()
    Token.objects.filter(person_id=actor.person, expires_on__lte=today).delete()
    if Token.objects.filter(person_id=actor.person).count() >= MOST_TOKENS:
        return Refusal("token.too_many", {"most": MOST_TOKENS})
    text = MARK + base64.urlsafe_b64encode(chance.draw(32)).decode().rstrip("=")
    token = Token.objects.create(
        person_id=actor.person,
        name=name,
        scopes=sorted(set(scopes)),
        digest=digest(text),
        begins=text[:8],
        made_at=clock.real_now(),
        expires_on=today + timedelta(days=days),
    )
    return token, text


def mine(person: Person, identifier: UUID) -> Token | None:
    """Give one of a person's tokens, or None."""
    return Token.objects.filter(person=person, pk=identifier).first()


def bearer(request: HttpRequest, text: str) -> Actor:
    """Give the actor behind a token: its person as they are today, within its scopes.

    Raises RefusedError: 401 for a token that is unknown, over or whose person may not sign in; 429 for one used too
    often.
    """
    source = f"token-from:{limits.address(request)}"
    if limits.tries(source) >= settings.KECHUANG_LOCK_ADDRESS_AFTER:
        raise RefusedError(Refusal("token.locked", {"minutes": settings.KECHUANG_LOCK_MINUTES}), status=429)
    today = clock.real_today()
    token = Token.objects.select_related("person").filter(digest=digest(text)).first()
    if token is None or token.expires_on <= today or not token.person.is_active:
        limits.hit(source, limits.locked_seconds())
        raise RefusedError(Refusal("token.unknown", {}), status=401)
    most = int(settings.KECHUANG_TOKEN_REQUESTS_PER_MINUTE)
    if most and not limits.within(f"token:{token.pk}", most, 60):
        raise RefusedError(Refusal("token.too_often", {"most": most}), status=429)
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)
    actor = replace(read_actor(token.person), only=frozenset(token.scopes))
    request.user, request._kechuang_actor = token.person, actor  # type: ignore[attr-defined]  # noqa: SLF001 - where actor_of keeps it
    request.kechuang_token = token  # type: ignore[attr-defined]
    if factor.demanded(request) and not factor.has(token.person):
        raise RefusedError(Refusal("token.second_factor", {}), status=403)
    return actor


def demand_session(request: HttpRequest) -> Actor:
    """Give the actor of a signed-in person. Raises RefusedError (403) for a token: it cannot make or end tokens."""
    if getattr(request, "kechuang_token", None) is not None:
        raise RefusedError(Refusal("token.no_session", {}), status=403)
    return actor_of(request)
