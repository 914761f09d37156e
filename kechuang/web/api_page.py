"""A page for people about the interface for programs: every operation with its permission, from the schema itself."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kechuang.web.page import Action, page
from kechuang.web.permissions import public


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the interface."""

    method: str
    path: str
    summary: str
    permission: str
    parameters: tuple[str, ...]


@lru_cache(maxsize=1)
def operations() -> tuple[tuple[str, tuple[Operation, ...]], ...]:
    """Give all operations by package; the schema does not change while the node runs."""
    from kechuang.web.api import build  # noqa: PLC0415 - packages register their routers while apps load

    schema = build(namespace="api-page").get_openapi_schema(path_prefix="/api/v1/")
    groups: dict[str, list[Operation]] = {}
    for path, methods in sorted(schema["paths"].items()):
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    return tuple((name, tuple(found)) for name, found in sorted(groups.items()))


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    names = tuple(each["name"] for each in operation.get("parameters", ()))
    return Operation(method.upper(), path, operation["summary"], operation["x-permission"], names)


@public
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """List the operations."""
    number = sum(len(found) for _name, found in operations())
    facts = [gettext("%(n)d operations") % {"n": number}, "/api/v1"]
    actions = [Action(label=gettext("Download the schema (OpenAPI)"), url="/api/v1/openapi.json", download=True)]
    context = {"groups": operations()}
    title = gettext("Interface for programs")
    return page(request, "web/api.html", context, title=title, facts=facts, actions=actions)
