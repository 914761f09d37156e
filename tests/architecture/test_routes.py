"""Every address declares who may open it."""

from django.urls import URLPattern, get_resolver

NINJA = "ninja."


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path, entry.callback
        else:
            yield from routes(entry, path)


def declared(callback) -> bool:
    view = getattr(callback, "view_class", callback)
    return bool(getattr(callback, "permission", "") or getattr(view, "permission", ""))


def test_every_route_has_a_declared_permission():
    undeclared = [
        path for path, callback in routes() if not declared(callback) and not callback.__module__.startswith(NINJA)
    ]

    assert undeclared == []
