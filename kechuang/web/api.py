"""The interface for programs: ``/api/v1``, with the same permissions, the same scoping and the same words as pages.

Packages make a ``Router`` and name it (``interface.register``); ``build`` ties them together. Errors are problem
documents (RFC 9457) with a stable code and the sentence that a page would show. Lists page by cursor and share their
declaration with the page.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie
from pydantic import create_model

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock, interface
from kechuang.web.cells import as_json
from kechuang.web.errors import problem
from kechuang.web.keyset import Ask, CursorError
from kechuang.web.permissions import ANONYMOUS, Actor, actor_of, may, public
from kechuang.web.refusals import remedy, sentence
from kechuang.web.tables import Column, List
from kechuang.web.typed import TypedError

VERSION = "1.0.0"
MOST_ROWS = 200


def _token_of(request: HttpRequest) -> str:
    """Give the token of ``Authorization: Bearer …``, or an empty text."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and interface.bearer() else ""


class Needs(APIKeyCookie):
    """Demands a signed-in person with a permission (or ``public``, ``signed_in``); gives the actor as ``request.auth``.

    A session is a cookie, so that writing demands the CSRF token as well; a token stands in a header and needs none.
    """

    param_name: str = settings.SESSION_COOKIE_NAME

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(csrf=True)

    def _get_key(self, request: HttpRequest) -> str | None:
        return None if _token_of(request) else super()._get_key(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002 - ninja's signature
        """Give the actor, None for somebody who is not signed in; raises PermissionDenied without the permission."""
        token = _token_of(request)
        actor = interface.bearer()(request, token) if token else actor_of(request)
        if self.permission == "public":
            return actor if actor.person else ANONYMOUS
        if actor.person is None:
            return None
        if self.permission != "signed_in" and not may(actor, self.permission, on=clock.today()):
            raise PermissionDenied(self.permission)
        return actor


class RefusedError(Exception):
    """Raised by an endpoint to answer with a refusal: 409 for an act refused, 422 for values that cannot be read."""

    def __init__(self, refusal: Refusal, status: int = 409) -> None:
        super().__init__(refusal.code)
        self.refusal, self.status = refusal, status


class NodeApi(NinjaAPI):
    """The interface of a node. Its schema is open to all, and so is its root, which leads to ``/api/``."""

    def _get_urls(self) -> list[Any]:
        patterns: list[Any] = super()._get_urls()
        for pattern in patterns:
            if pattern.name == "api-root":
                pattern.callback = public(lambda _request: redirect("web:api"))
            elif pattern.name == "openapi-json":
                public(pattern.callback)
        return patterns


def build(routers: dict[str, Router] | None = None, *, namespace: str = "api") -> NinjaAPI:
    """Make the API of all registered routers. Raises ValueError for an operation without ``auth=Needs(…)``."""
    api = NodeApi(
        title="Kechuang 科创协同",
        version=VERSION,
        description="Everything that the pages show, for programs. Amounts and days are text; cursors are opaque.",
        docs_url=None,
        urls_namespace=namespace,
    )
    for prefix, router in sorted((interface.routers() if routers is None else routers).items()):
        bare = undeclared(router)
        if bare:
            raise ValueError(f"these operations do not say who may call them: {', '.join(bare)}")
        _name_permissions(router)
        api.add_router(f"/{prefix}/", router, tags=[prefix])
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)
    return api


def undeclared(router: Router) -> list[str]:
    """List the operations of a router that do not say who may call them."""
    return [
        f"{operation.methods[0]} {path}"
        for path, view in router.path_operations.items()
        for operation in view.operations
        if not any(isinstance(callback, Needs) for callback in _auth(operation))
    ]


def _name_permissions(router: Router) -> None:
    """Let the schema say which permission each operation needs."""
    for view in router.path_operations.values():
        for operation in view.operations:
            needed = next(callback.permission for callback in _auth(operation) if isinstance(callback, Needs))
            operation.openapi_extra = {**(operation.openapi_extra or {}), "x-permission": needed}


def _auth(operation: Any) -> Iterable[Any]:  # noqa: ANN401 - ninja's untyped operation
    asked = operation.auth_param
    return asked if isinstance(asked, list | tuple) else [asked]


def idempotency_key(request: HttpRequest) -> str:
    """Give the caller's ``Idempotency-Key``; acts need one, so that a repeat returns the first result."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 8 <= len(key) <= 64:
        raise RefusedError(Refusal("api.idempotency_key", {}), status=400)
    return key


# --- lists


class StateOut(Schema):
    """A state: the stored code, which never changes, and the word in the caller's language."""

    code: str
    word: str


_TYPES: dict[str, Any] = {"state": StateOut, "whole": int, "year": int}


def row_schema(declared: List) -> type[Schema]:
    """Give the schema of one row of a list: ``id``, ``url`` and one value a column, in the list's own names."""
    columns: dict[str, Any] = {column.name: (_type(column) | None, None) for column in _columns(declared)}
    return create_model(f"{_camel(declared.key)}Row", __base__=Schema, id=(str, ...), url=(str, ""), **columns)


def page_schema(declared: List) -> type[Schema]:
    """Give the schema of one page of a list."""
    return create_model(
        f"{_camel(declared.key)}Page",
        __base__=Schema,
        items=(list[row_schema(declared)], ...),
        total=(int, ...),
        total_is_exact=(bool, ...),
        previous=(str, ""),
        next=(str, ""),
    )


def list_endpoint(
    router: Router,
    path: str,
    declared: List,
    rows: Callable[[HttpRequest], QuerySet[Any]],
    *,
    permission: str,
    operation_id: str = "",
) -> None:
    """Serve a list's rows under a path, with its filters, orders and columns. ``rows`` scopes to the caller.

    ``operation_id`` names the operation where one declaration is served under several paths.
    """
    names = {name: (str, "") for each in declared.filters for name in each.names}
    wanted = create_model(
        f"{_camel(declared.key)}Filters",
        __base__=Schema,
        **names,
        sort=(str, declared.order),
        after=(str, ""),
        before=(str, ""),
    )

    def answer(request: HttpRequest, params: Query[wanted]) -> dict[str, Any]:  # type: ignore[valid-type]
        return list_answer(declared, request, rows(request), params.dict())  # type: ignore[attr-defined]

    router.get(
        path,
        auth=Needs(permission),
        response=page_schema(declared),
        summary=f"List {declared.key}",
        operation_id=operation_id or f"list_{declared.key.replace('-', '_')}",
    )(answer)


def list_answer(declared: List, request: HttpRequest, rows: QuerySet[Any], params: dict[str, str]) -> dict[str, Any]:
    """Give one page of a list as JSON. Raises RefusedError for a filter or cursor that cannot be read."""
    values, sort = declared.values(params), declared.sort(params)
    try:
        narrowed = declared.narrow(rows, values)
        total = declared.count(request, narrowed, values)
        part = declared.slice(narrowed, sort, Ask(after=params["after"], before=params["before"]), total)
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None
    except CursorError:
        raise RefusedError(Refusal("api.cursor", {}), status=400) from None
    return {
        "items": [_row(declared, row) for row in part.rows],
        "total": total.number,
        "total_is_exact": total.exact,
        "previous": part.previous,
        "next": part.next,
    }


def _row(declared: List, row: Any) -> dict[str, Any]:  # noqa: ANN401 - any model
    values = {column.name: _value(column, column.of(row)) for column in _columns(declared)}
    return {"id": str(row.pk), "url": declared.row_url(row) if declared.row_url else "", **values}


def _value(column: Column, value: object) -> Any:  # noqa: ANN401 - JSON
    plain = as_json(value)
    return str(plain) if isinstance(plain, int) and _TYPES.get(column.kind) is not int else plain


def _columns(declared: List) -> list[Column]:
    return [column for column in declared.columns if column.api]


def _type(column: Column) -> Any:  # noqa: ANN401 - a type
    return _TYPES.get(column.kind, str)


def _camel(key: str) -> str:
    return "".join(part.capitalize() for part in key.replace("_", "-").split("-"))


# --- errors


def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    refusal = error.refusal
    values = {name: as_json(value) for name, value in refusal.values.items()}
    more = {"values": values, "remedy": remedy(refusal), "field": refusal.place}
    return problem(error.status, refusal.code, gettext("Not done"), sentence(refusal), **more)


def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    faults = [{"place": ".".join(map(str, each["loc"])), "says": each["msg"]} for each in error.errors]
    detail = gettext("Some values are missing or of another type; nothing was written.")
    return problem(422, "api.unreadable", gettext("The request cannot be read"), detail, faults=faults)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    title = {401: gettext("Sign in first"), 403: gettext("You may not do this")}.get(
        error.status_code, gettext("The request cannot be read")
    )
    return problem(error.status_code, f"http.{error.status_code}", title, str(error))


def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    needed = str(error)
    detail = gettext("It needs the permission “%(permission)s”.") % {"permission": needed} if needed else ""
    return problem(403, "http.403", gettext("You may not do this"), detail, permission=needed)


def _absent(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    detail = gettext("Nothing stands at this address, or it is not among the records that you may see.")
    return problem(404, "http.404", gettext("There is no such record"), detail)


_HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    RefusedError: _refused,
    ValidationError: _unreadable,
    AuthenticationError: _http,
    HttpError: _http,
    PermissionDenied: _forbidden,
    Http404: _absent,
}
