"""How often something may be tried: counters in the cache, per person or address, forgotten after a while."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
LOCKED_AFTER = 8
LOCKED_SECONDS = 15 * 60


def hit(key: str, seconds: int) -> int:
    """Count one more try under a key and give the number within the last ``seconds`` since the first."""
    name = f"limit:{key}"
    if cache.add(name, 1, seconds):
        return 1
    try:
        return int(cache.incr(name))
    except ValueError:  # forgotten between the two calls
        cache.set(name, 1, seconds)
        return 1


def tries(key: str) -> int:
    """Give the number of tries counted under a key."""
    return int(cache.get(f"limit:{key}", 0))


def forget(key: str) -> None:
    """Begin again."""
    cache.delete(f"limit:{key}")


def address(request: HttpRequest) -> str:
    """Give the address that the request came from, as the server saw it (a header could be forged)."""
    return str(request.META.get("REMOTE_ADDR", ""))


def sign_in_keys(request: HttpRequest, username: str) -> tuple[str, str]:
    """Failures are counted per name at one address, and per address at ten times the patience."""
    where = address(request)
    return f"sign-in:{where}:{username.casefold()}", f"sign-in:{where}"


def locked(request: HttpRequest, username: str) -> bool:
    """Say whether this name from this address, or the address itself, has failed too often."""
    name, where = sign_in_keys(request, username)
    return tries(name) >= LOCKED_AFTER or tries(where) >= LOCKED_AFTER * 10


def failed(request: HttpRequest, username: str) -> int:
    """Count a failed sign-in; give how many tries are left before the lock."""
    name, where = sign_in_keys(request, username)
    hit(where, LOCKED_SECONDS)
    return max(0, LOCKED_AFTER - hit(name, LOCKED_SECONDS))


class UnsafeLimit:
    """Answers 429 when one person or address writes more often than ``KECHUANG_WRITES_PER_MINUTE`` (0: no limit)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count writes and pass everything else on."""
        most = int(getattr(settings, "KECHUANG_WRITES_PER_MINUTE", 600))
        if most and request.method not in SAFE:
            user = getattr(request, "user", None)
            who = str(user.pk) if user is not None and user.is_authenticated else address(request)
            if hit(f"write:{who}", 60) > most:
                from kechuang.web.errors import too_many  # noqa: PLC0415 - errors render pages, which need loaded apps

                return too_many(request)
        return self.get_response(request)
