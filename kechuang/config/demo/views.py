"""The control that moves the demonstration to the next day on which something is due."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kechuang.casework import due
from kechuang.config.demo import day
from kechuang.web import clock
from kechuang.web.permissions import public


@public
@require_POST
def next_day(request: HttpRequest) -> HttpResponse:
    """Move to the next due day and carry out what is due; only on a demonstration node."""
    if not settings.KECHUANG_DEMO:
        raise Http404
    following = due.next_day(day.today())
    if following is None:
        messages.info(request, _("Nothing more is due: the story ends here."))
        return redirect(_back(request))
    with clock.fixed(day.moment_on(following)):
        swept = due.sweep(following)
    day.set_today(following)
    text = ngettext(
        "It is now %(day)s. %(count)d step was taken by time.",
        "It is now %(day)s. %(count)d steps were taken by time.",
        swept.moved,
    )
    messages.success(request, text % {"day": following.isoformat(), "count": swept.moved})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
