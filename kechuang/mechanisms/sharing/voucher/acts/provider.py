"""The acts on listings of providers."""

from collections.abc import Callable, Sequence
from typing import Any

from kechuang.casework.decision import Decision, Scene
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.acts import read
from kechuang.mechanisms.sharing.voucher.acts.project import project
from kechuang.mechanisms.sharing.voucher.rules import provider
from kechuang.mechanisms.sharing.voucher.rules.moves import PROVIDER
from kechuang.mechanisms.sharing.voucher.rules.requests import ApplyProvider
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded


def _load(requests: Sequence[Any]) -> Loaded:
    rows = read.nothing()
    rows.providers = read.providers(request.provider for request in requests)
    return rows


def _load_bodies(requests: Sequence[ApplyProvider]) -> Loaded:
    rows = read.nothing()
    rows.bodies = read.bodies(request.body for request in requests)
    rows.providers = read.listings_of(request.body for request in requests)
    rows.offices = read.offices(request.authority for request in requests)
    return rows


def _on_listing[Q](move: str, decide: Callable[[Scene[Loaded], Q], Decision | Refusal]) -> ActKind[Q, Loaded]:
    def touches(request: Any) -> Touched:  # noqa: ANN401 - every request of these acts has a provider
        return Touched(cases=(request.provider,))

    return register_act(ActKind(PROVIDER, move, touches, decide, _load, project))


def _nothing_touched(_request: ApplyProvider) -> Touched:
    return Touched()


APPLY: ActKind[ApplyProvider, Loaded] = register_act(
    ActKind(
        PROVIDER,
        "apply",
        _nothing_touched,
        provider.apply,
        _load_bodies,
        project,
        place=lambda request: request.place,
        bodies=lambda request: (request.body,),
    )
)
CHECK = _on_listing("check", provider.check)
LIST = _on_listing("list", provider.list_)
RENEW = _on_listing("renew", provider.renew)
REFUSE = _on_listing("refuse", provider.refuse)
SUSPEND = _on_listing("suspend", provider.suspend)
REINSTATE = _on_listing("reinstate", provider.reinstate)
REMOVE = _on_listing("remove", provider.remove)
EXPIRE = _on_listing("expire", provider.expire)
