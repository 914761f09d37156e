"""What is asked of a session before any page: a second factor where a role demands one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from kechuang.web.errors import problem
from kechuang.web.identity import entering, factor, sessions

OPEN = ("/sign-in/", "/sign-out/", "/account/second-factor/", "/preferences/", "/static/", "/healthz", "/help/")


class SecondFactorFirst:
    """Leads a person whose role demands a second factor to set it up, or to show it, before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the day of use, and let through, lead away, or refuse a program."""
        if request.session.get("_auth_user_id") is not None and request.user.is_authenticated:
            sessions.seen(request)
            if not request.path.startswith(OPEN) and not factor.passed(request) and factor.demanded(request):
                return self._away(request)
        return self.get_response(request)

    def _away(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            detail = gettext("Your role demands a second factor. Sign in on a page and set it up or show it there.")
            return problem(403, "http.403", gettext("You may not do this"), detail)
        if factor.has(request.user):
            after = request.get_full_path() if request.method == "GET" else ""
            how = str(request.session.get(sessions.HOW, ""))
            entering.await_second(request, request.user, how=how, after=after)
            return HttpResponseRedirect(reverse("identity:second"))
        return HttpResponseRedirect(reverse("identity:factor-set-up"))
