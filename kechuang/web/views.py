"""The kit's own pages: home, search, preferences, help, health."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from kechuang.web import slots
from kechuang.web.page import page
from kechuang.web.permissions import actor_of, public
from kechuang.web.shell import TEXT_COOKIE, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600
ENTERED = "entered"


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the public front page, or a signed-in person's day; some enter by a page of their own, once a session."""
    signed_in = actor_of(request).person is not None
    if signed_in and (first := slots.entrance(request)) and not request.session.get(ENTERED):
        request.session[ENTERED] = True
        return redirect(first)
    title = gettext("My work today") if signed_in else gettext("What was promised, what was done, what came of it")
    name = "home" if signed_in else "front"
    return page(request, f"web/{name}.html", {"doors": doors() if not signed_in else []}, title=title)


def doors() -> list[slots.Hit]:
    """Give the doors of the public front page that lead somewhere on this node."""
    return [door for door in (_door(*each) for each in slots.DOORS) if door]


def _door(title: slots.Words, note: slots.Words, kind: str) -> slots.Hit | None:
    url = slots.link(kind)
    return slots.Hit(title=title, kind=kind, url=url, note=note) if url else None


@public
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find by words among everything that packages registered; the palette asks here too."""
    words = request.GET.get("q", "")[:200]
    found = slots.find(request, words) if words.strip() else menu_hits(request)
    number = sum(len(hits) for _, hits in found)
    count = ngettext("%(n)d found", "%(n)d found", number) % {"n": number}
    context = {"found": found, "words": words, "count": count, "number": number}
    if request.headers.get("HX-Target") == "div#hits":
        response = render(request, "web/parts/hits.html", context)
    else:
        response = page(request, "web/search.html", context, title=gettext("Search"))
    patch_vary_headers(response, ("HX-Target", "Cookie"))
    return response


def menu_hits(request: HttpRequest) -> list[tuple[str, list[slots.Hit]]]:
    """Offer the menu before anything is typed."""
    found = []
    for group in slots.menu_for(request, whole=True):
        entries = [each for entry in group.entries for each in (entry, *entry.below)]
        hits = [slots.Hit(title=entry.label, kind=gettext("page"), url=entry.url) for entry in entries]
        found.append((str(group.label), hits))
    return found


@public
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Take language, light or dark, and text size; they live in cookies, so that nobody has to sign in for them."""
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure()):
        after = reverse("web:home")
    response = HttpResponseRedirect(after)
    secure = settings.SESSION_COOKIE_SECURE
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, YEAR, samesite="Lax", secure=secure)
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
    for name, cookie, known in (("theme", THEME_COOKIE, THEMES), ("text", TEXT_COOKIE, ("large",))):
        value = request.POST.get(name)
        if value in known:
            response.set_cookie(cookie, value, YEAR, samesite="Lax", secure=secure, httponly=True)
        elif value is not None:
            response.delete_cookie(cookie)
    return response


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain keys and signs."""
    return page(request, "web/help.html", title=gettext("Help and keys"))


@public
@require_http_methods(["GET", "HEAD"])
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 200 while the node serves pages and reaches its database, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception:  # noqa: BLE001 - whatever the driver raises means: not healthy
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})
