"""The second factor: a code from an authenticator app, or one of ten codes on paper. allauth keeps and checks them."""

import hashlib
from typing import Any

import segno
from allauth.mfa import app_settings as MFA  # noqa: N812 - the name under which allauth documents them
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import actor_of

SECRET = "identity.totp"  # noqa: S105 - the name under which the session holds it
DONE = "identity.second"
PERIODS = 4
Kind = Authenticator.Type


def of(person: Person) -> dict[str, Authenticator]:
    """Give a person's second factors by kind (one query)."""
    return {row.type: row for row in Authenticator.objects.filter(user=person)}


def has(person: Person) -> bool:
    """Say whether a person signs in with a second factor."""
    return Authenticator.objects.filter(user=person, type=Kind.TOTP).exists()


def demanded(request: HttpRequest) -> bool:
    """Say whether a role that the reader holds today demands a second factor (no query where no role demands one)."""
    roles = settings.KECHUANG_SECOND_FACTOR_ROLES
    today = clock.today()
    return bool(roles) and any(held.role in roles and held.in_force(today) for held in actor_of(request).grants)


def passed(request: HttpRequest) -> bool:
    """Say whether this session went through a second factor."""
    return bool(request.session.get(DONE))


def new_secret(request: HttpRequest) -> str:
    """Give the secret that is being set up in this session; a page opened again shows the same."""
    secret = request.session.get(SECRET)
    if not isinstance(secret, str):
        secret = request.session[SECRET] = generate_totp_secret()
    return secret


def picture(person: Person, secret: str) -> str:
    """Give the code to be scanned as an image address that the page's policy allows."""
    address = get_adapter().build_totp_url(person, secret)
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=4, light="#fff", dark="#000"))


def set_up(request: HttpRequest, person: Person, code: str) -> list[str] | None:
    """Switch the second factor on if the code is right; give the recovery codes, or None."""
    secret = new_secret(request)
    if not validate_totp_code(secret, code):
        return None
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        totp = TOTP.activate(person, secret)
        totp.validate_code(code)
        _first_use(person, code)  # used up: the same code does not sign in
        codes = RecoveryCodes.activate(person).generate_codes()
    request.session.pop(SECRET, None)
    request.session[DONE] = True
    return codes


def renew(person: Person) -> list[str]:
    """Give new recovery codes; the old ones are void."""
    with transaction.atomic():
        Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).delete()
        codes: list[str] = RecoveryCodes.activate(person).generate_codes()
    return codes


def left(rows: dict[str, Authenticator]) -> int:
    """Give how many recovery codes are unused."""
    row = rows.get(Kind.RECOVERY_CODES)
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


def check(person: Person, code: str) -> bool:
    """Say whether a code of either kind is right; it is then used up."""
    rows, code = of(person), "".join(code.split())
    try:
        if _check(rows.get(Kind.TOTP), TOTP, code):
            return _first_use(person, code)
        return _check(rows.get(Kind.RECOVERY_CODES), RecoveryCodes, code)
    except InvalidToken:  # the node's secret was changed: no code can be right, an administrator has to help
        return False


def _first_use(person: Person, code: str) -> bool:
    """Say whether a code comes for the first time: allauth remembers it for one period, and it holds for three."""
    digest = hashlib.sha256(f"{person.pk} {code}".encode()).hexdigest()
    return bool(cache.add(f"totp:{digest}", 1, PERIODS * MFA.TOTP_PERIOD))


def _check(row: Authenticator | None, kind: Any, code: str) -> bool:  # noqa: ANN401 - allauth's classes
    if row is None or not code or not kind(row).validate_code(code):
        return False
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=clock.real_now())
    return True


def switch_off(person: Person) -> None:
    """Take the second factor away."""
    Authenticator.objects.filter(user=person).delete()
