"""Which packages serve programs, by name: their modules load when the API is first built.

A command that serves nothing (``kechuang backup``) so starts without the API's types.
"""

from importlib import import_module
from typing import Any

ROUTERS: dict[str, str] = {}
_bearers: list[str] = []


def register(prefix: str, address: str) -> None:
    """Serve the router at ``package.module:name`` under ``/api/v1/<prefix>/``; call it from ``AppConfig.ready``."""
    ROUTERS[prefix.strip("/")] = address


def register_bearer(address: str) -> None:
    """Have the function at ``package.module:name`` read tokens: it gives the actor behind one, or refuses."""
    _bearers[:] = [address]


def routers() -> dict[str, Any]:
    """Load all registered routers. Raises ImportError or AttributeError for an address where there is none."""
    return {prefix: loaded(address) for prefix, address in ROUTERS.items()}


def bearer() -> Any:  # noqa: ANN401 - a function that the package of identities declares
    """Load the reader of tokens; None on a node that takes none."""
    return loaded(_bearers[0]) if _bearers else None


def loaded(address: str) -> Any:  # noqa: ANN401 - whatever stands there
    """Give what stands at ``package.module:name``."""
    module, _colon, name = address.partition(":")
    return getattr(import_module(module), name)
