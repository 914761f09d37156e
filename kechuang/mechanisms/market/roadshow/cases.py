"""The case of an event, and what is told of it.

Only the office reads the case: its steps say who signed up. A body finds its own sign-up on the public page.
"""

from collections.abc import Iterable
from uuid import UUID

from kechuang.casework.notices import following, years
from kechuang.casework.notices.following import Event as Told
from kechuang.casework.notices.sending import Draft
from kechuang.casework.notices.years import Year
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Standard
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, READ

FORMS = ("amend", "show", "publish", "move", "cancel", "hold", "meet", "outcome", "close")
TONES = {"CANCELLED": "void", "HELD": "done", "CLOSED": "done", "DRAFT": "idle"}


def to_bodies(field: str, kind: str = "") -> following.Build:
    """Give a builder that tells the bodies that a field of the fact names."""

    def build(event: Told) -> Iterable[Draft]:
        case = event.about
        if case is None:
            return
        named = event.values.get(field) or ()
        quoted = {
            "number": case.number,
            "title": case.title,
            "reason": event.values.get("reason", ""),
            "event_on": following.from_fact(event.values, ("event_on",))["event_on"],
        }
        for each in [named] if isinstance(named, str) else named:
            body = UUID(str(each).removeprefix("body/"))
            yield Draft(kind=kind or event.entry.type, to_body=body, values=quoted)

    return build


def register() -> None:
    """Make events known to casework, and what is told of their facts."""
    forms = {code: f"market_roadshow:{code}" for code in FORMS}
    register_case(CaseKind(EVENT, READ, forms=forms, list_url="market_roadshow:list", tones=TONES))
    declare.register(EVENT.kind, Standard(transfer="DRAFT"))
    years.register(EVENT.kind, Year(closed=frozenset({"CLOSED", "CANCELLED"})))
    for code in ("moved", "cancelled"):
        following.on_fact(f"market.event.{code}", to_bodies("bodies"))
    following.on_fact("market.event.joined", to_bodies("body"))
    for code in ("left", "moved"):
        following.on_fact(f"market.event.{code}", to_bodies("promoted", "market.event.seated"))
