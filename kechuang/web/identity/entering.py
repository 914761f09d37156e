"""From the first factor to the day's work: the second factor where there is one, then the session."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.identity import factor, sessions

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "identity.pending"
PENDING_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Pending:
    """Who passed the first factor, by which way, and where to go afterwards."""

    person: Person
    how: str
    after: str


def safe(request: HttpRequest, after: str) -> str:
    """Give the address to go to afterwards if it lies within this node, else an empty text."""
    allowed = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return after if allowed else ""


def asked_after(request: HttpRequest) -> str:
    """Give where the page that sent people here wants them back."""
    return safe(request, request.POST.get("next") or request.GET.get("next") or "")


def enter(request: HttpRequest, person: Person, *, how: str, after: str, second: bool = False) -> HttpResponse:
    """Go on after the first factor. ``second`` says that the way in has asked for a second one itself."""
    if not second and factor.has(person):
        await_second(request, person, how=how, after=after)
        return HttpResponseRedirect(reverse("identity:second"))
    return let_in(request, person, how=how, after=after, second=second)


def await_second(request: HttpRequest, person: Person, *, how: str, after: str) -> None:
    """Remember who has to show a second factor now."""
    ends = clock.real_now().timestamp() + PENDING_SECONDS
    request.session[PENDING] = {"person": str(person.pk), "how": how, "after": after, "ends": ends}


def pending(request: HttpRequest) -> Pending | None:
    """Give who has to show a second factor, or None where nobody has, or for too long."""
    kept = request.session.get(PENDING)
    if not isinstance(kept, dict) or clock.real_now().timestamp() > kept["ends"]:
        return None
    person = Person.objects.filter(pk=UUID(kept["person"]), is_active=True).first()
    return Pending(person, kept["how"], kept["after"]) if person else None


def let_in(request: HttpRequest, person: Person, *, how: str, after: str, second: bool) -> HttpResponse:
    """Open the session, with a new key and the person's language."""
    request.session.pop(PENDING, None)
    request.session[sessions.HOW] = how
    if request.user.is_authenticated and request.user.pk == person.pk:
        before = request.session.session_key
        request.session.cycle_key()
        sessions.renamed(before, request.session.session_key)
    else:
        if request.user.is_authenticated:
            request.session.flush()
            request.session[sessions.HOW] = how
        login(request, person, backend=BACKEND)
    request.session[factor.DONE] = second
    response = HttpResponseRedirect(safe(request, after) or reverse("web:home"))
    if person.language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
    return response
