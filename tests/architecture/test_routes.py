"""Every address declares who may open it."""

import re

from django.urls import URLPattern, get_resolver

from kechuang.config import roles
from kechuang.web.api import build
from kechuang.web.permissions import ROLES


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
    """Operations of the interface declare theirs in the schema; its own addresses in the URL table, like pages."""
    operations = set(build(namespace="architecture").get_openapi_schema(path_prefix="/api/v1/")["paths"])

    undeclared = [
        path
        for path, callback in routes()
        if not declared(callback) and "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path) not in operations
    ]

    assert undeclared == []


def test_every_declared_permission_is_carried_by_a_role():
    """A permission that no role carries makes a page that nobody can open."""
    roles.register()
    carried = {"public", "signed_in"} | {each for role in ROLES.values() for each in role.permissions}
    schema = build(namespace="architecture-roles").get_openapi_schema(path_prefix="/api/v1/")
    wanted = {operation["x-permission"] for methods in schema["paths"].values() for operation in methods.values()}
    wanted |= {getattr(callback, "permission", "public") for _path, callback in routes()}

    assert wanted - carried == set()
