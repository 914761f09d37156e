"""How often something may be tried: counts in the node's cache, which all its processes share (``CACHES``).

Keys are hashed before they are kept, so that no table names who tried. A lock is per name at one address, per name
from anywhere, and per address; the numbers are settings (docs/settings.md).
"""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from kechuang.kernel.refusal import Refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
STEPS = 20
MOST_LEASES = 10_000
LEASE_SECONDS, REFUSED_SECONDS, REFUSED = 10, 1, -1


def _name(key: str) -> str:
    return f"limit:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def hit(key: str, seconds: int, by: int = 1) -> int:
    """Count one more try under a key and give the number within the last ``seconds`` since the first."""
    name = _name(key)
    if (shared := getattr(cache, "hit", None)) is not None:
        return int(shared(name, seconds, by))
    if cache.add(name, by, seconds):
        return by
    try:
        return int(cache.incr(name, by))
    except ValueError:  # forgotten between the two calls
        cache.set(name, by, seconds)
        return by


def tries(key: str) -> int:
    """Give the number of tries counted under a key."""
    return int(cache.get(_name(key), 0))


def forget(key: str) -> None:
    """Begin again."""
    cache.delete(_name(key))


_leases: dict[str, tuple[int, float]] = {}


def within(key: str, most: int, seconds: int) -> bool:
    """Count one request and say whether it is one of the first ``most`` in ``seconds``.

    A process takes a twentieth of the allowance at once and counts inside it by itself, so that a busy node does not
    write a row for each request. What a process took and did not use is lost to the others: with several processes the
    limit is met up to a twentieth a process early, never late. Who is over it is refused for a second without a look.
    """
    step = max(1, most // STEPS)
    left, until = _leases.get(key, (0, 0.0))
    if left and time.monotonic() < until:
        _leases[key] = (left - 1 if left > 0 else left, until)
        return left > 0
    passed = hit(key, seconds, step) <= most
    if step > 1:
        if len(_leases) > MOST_LEASES:
            _leases.clear()
        lease = (step - 1, LEASE_SECONDS) if passed else (REFUSED, REFUSED_SECONDS)
        _leases[key] = (lease[0], time.monotonic() + min(seconds, lease[1]))
    return passed


def address(request: HttpRequest) -> str:
    """Give the address that a request came from.

    That is what the server saw; only behind a proxy that ``KECHUANG_PROXIES`` names, the last address that it was told.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    proxies: frozenset[str] = settings.KECHUANG_PROXIES
    if seen in proxies:
        told = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        seen = next((each for each in reversed(told) if each and each not in proxies), seen)
    return seen


def locked_seconds() -> int:
    """Give how long a lock lasts."""
    return int(settings.KECHUANG_LOCK_MINUTES) * 60


def _sign_in_keys(request: HttpRequest, username: str) -> tuple[tuple[str, str, int], ...]:
    """Give what is counted of a failed sign-in: the refusal's code, the key, and how many failures lock it."""
    where, name = address(request), username.casefold()
    return (
        ("signin.locked", f"sign-in:{where}:{name}", settings.KECHUANG_LOCK_AFTER),
        ("signin.name_locked", f"sign-in-name:{name}", settings.KECHUANG_LOCK_NAME_AFTER),
        ("signin.address_locked", f"sign-in-from:{where}", settings.KECHUANG_LOCK_ADDRESS_AFTER),
    )


def locked(request: HttpRequest, username: str) -> Refusal | None:
    """Give the refusal where this name at this address, the name, or the address has failed too often."""
    for code, key, most in _sign_in_keys(request, username):
        if tries(key) >= most:
            return Refusal(code, {"minutes": settings.KECHUANG_LOCK_MINUTES, "tries": most})
    return None


def failed(request: HttpRequest, username: str) -> int:
    """Count a failed sign-in; give how many tries are left before the first lock."""
    counted = [most - hit(key, locked_seconds()) for _code, key, most in _sign_in_keys(request, username)]
    return max(0, min(counted))


def succeeded(request: HttpRequest, username: str) -> None:
    """Forget the failures of this name at this address; those from elsewhere stay counted."""
    forget(_sign_in_keys(request, username)[0][1])


def _limits_itself(request: HttpRequest) -> bool:
    """Say whether a view counts its writes itself (``own_limit``), because nobody may learn who wrote when."""
    try:
        return bool(getattr(resolve(request.path_info).func, "own_limit", False))
    except Resolver404:
        return False


class UnsafeLimit:
    """Answers 429 when one person or address writes more often than ``KECHUANG_WRITES_PER_MINUTE`` (0: no limit)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count writes and pass everything else on."""
        most = int(getattr(settings, "KECHUANG_WRITES_PER_MINUTE", 600))
        if most and request.method not in SAFE and not _limits_itself(request):
            user = getattr(request, "user", None)
            who = str(user.pk) if user is not None and user.is_authenticated else address(request)
            if not within(f"write:{who}", most, 60):
                from kechuang.web.errors import too_many  # noqa: PLC0415 - errors render pages, which need loaded apps

                return too_many(request)
        return self.get_response(request)
