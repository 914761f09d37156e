"""Which other services may sign people in: ``KECHUANG_HOME/sign-in.yaml`` (docs/sign-in.md).

Secrets come from the environment. The file is read again when it changes. A file with a fault offers no service at
all, and ``faults`` says what is wrong: half a mapping could give the wrong person the wrong role.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.conf import settings

from kechuang.web.identity.claims import Mapped, MappingError, read_mapping
from kechuang.web.permissions import ROLES

OIDC, SIGNED_CODE, TICKET = "oidc", "signed_code", "ticket"
KINDS = (OIDC, SIGNED_CODE, TICKET)
MOST_BYTES = 256 * 1024
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

# The addresses below a portal's own, and the names in its answers, as we assume them (docs/sign-in.md).
ASSUMED: dict[str, dict[str, str]] = {
    OIDC: {},
    SIGNED_CODE: {
        "authorize": "/oauth2/auth.htm",
        "token": "/gettoken.json",
        "user": "/rpc/oauth2/getuserinfo.json",
        "directory": "/mozi/employee/getEmployeeByCode",
    },
    TICKET: {"authorize": "/sso/login", "exchange": "/sso/ticket/exchange"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One declared service: what it is called, how it is asked, and what its answers may mean here."""

    code: str
    kind: str
    title: str
    title_en: str
    server: str
    login: str
    client_id: str
    secret_env: str
    mapping: Mapped
    scope: tuple[str, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    second_factor: bool = False

    @property
    def subject(self) -> str:
        """Give the claim that names the person."""
        return self.mapping.subject

    @property
    def secret(self) -> str:
        """Give the secret that the node shares with the service; empty where the environment holds none."""
        return os.environ.get(self.secret_env, "")


class _Known:
    """What was read last, and from which state of the file."""

    stamp: tuple[str, int, int] | None = None
    services: dict[str, Service] = {}  # noqa: RUF012 - replaced as a whole
    faults: tuple[str, ...] = ()


def path() -> Path:
    """Give where the declaration stands."""
    return Path(settings.KECHUANG_HOME) / "sign-in.yaml"


def declared() -> dict[str, Service]:
    """Give the services of the node by code; none where the file has a fault or is not there."""
    _read_if_changed()
    return _Known.services


def faults() -> tuple[str, ...]:
    """Say what is wrong with the declaration, for ``kechuang doctor`` and the log."""
    _read_if_changed()
    return _Known.faults


def _read_if_changed() -> None:
    try:
        state = path().stat()
    except OSError:
        _Known.stamp, _Known.services, _Known.faults = None, {}, ()
        return
    stamp = (str(path()), state.st_mtime_ns, state.st_size)
    if stamp == _Known.stamp:
        return
    found, wrong = read(path().read_text(encoding="utf-8") if state.st_size <= MOST_BYTES else "")
    if state.st_size > MOST_BYTES:
        wrong = (f"the file is larger than {MOST_BYTES} bytes",)
    _Known.stamp, _Known.services, _Known.faults = stamp, {} if wrong else found, wrong


def read(text: str) -> tuple[dict[str, Service], tuple[str, ...]]:
    """Read a declaration; give its services, and what is wrong in words with the place in the file."""
    try:
        given = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        return {}, (f"not readable as YAML: {' '.join(str(error).split())}",)
    rows = given.get("services") if isinstance(given, dict) else None
    if not isinstance(rows, dict):
        return {}, ("the file must hold “services:” with one entry a service",)
    found: dict[str, Service] = {}
    wrong: list[str] = []
    for code, row in rows.items():
        try:
            found[str(code)] = _service(str(code), row)
        except MappingError as fault:
            wrong.append(f"services.{code}: {fault}")
    return found, tuple(wrong)


def _service(code: str, row: Any) -> Service:  # noqa: ANN401 - what YAML gives
    if not isinstance(row, dict):
        raise MappingError("must be a mapping")
    if not code.replace("-", "").replace("_", "").isalnum() or not code.isascii() or len(code) > 48:
        raise MappingError("the code must be letters, digits, - and _, at most 48")
    kind = row.get("kind")
    if kind not in KINDS:
        raise MappingError(f"kind must be one of {', '.join(KINDS)}")
    texts = {name: _text(row, name) for name in ("title", "server", "client_id", "secret_env")}
    login = _text(row, "login", texts["server"])
    for address in (texts["server"], login):
        _check_address(address)
    paths = ASSUMED[kind] | {str(name): str(given) for name, given in (row.get("paths") or {}).items()}
    if unknown := set(paths) - set(ASSUMED[kind]):
        raise MappingError(f"paths: {', '.join(sorted(unknown))} is not known for {kind}")
    mapping = read_mapping(row.get("mapping"), frozenset(ROLES))
    return Service(
        code=code,
        kind=kind,
        title_en=_text(row, "title_en", texts["title"]),
        login=login.rstrip("/"),
        scope=tuple(map(str, row.get("scope") or ("openid", "profile"))),
        paths=paths,
        second_factor=row.get("second_factor") is True,
        mapping=mapping,
        **{**texts, "server": texts["server"].rstrip("/")},
    )


def _text(row: dict[str, Any], name: str, default: str = "") -> str:
    value = row.get(name, default)
    if not isinstance(value, str) or not value:
        raise MappingError(f"{name} must be a text")
    return value


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    raise MappingError(f"{address} must begin with https://")
