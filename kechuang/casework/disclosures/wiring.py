"""What this package lays on shared pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from kechuang.casework import erasure, rounds
from kechuang.casework.disclosures import log, queries
from kechuang.casework.disclosures.lists import DISCLOSURES
from kechuang.web import api, slots
from kechuang.web.api import list_endpoint
from kechuang.web.identity import forgetting
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "/", DISCLOSURES, lambda request: queries.of(actor_of(request)), permission="signed_in")


def panel(_request: HttpRequest) -> dict[str, Any]:
    """Lead from the account page to the list."""
    return {}


def register() -> None:
    """Register the account page's block, the interface for programs, erasure and the chores."""
    api.register("disclosures", router)
    slots.add_panel("account", slots.Panel(template="disclosures/account_panel.html", context=panel, order=90))
    erasure.register_eraser("disclosures", log.forget_person)
    erasure.register_eraser("sign_in", forgetting.forget_person)
    rounds.register(rounds.Chore("disclosures", lambda _moment: log.forget_old()))
    rounds.register(rounds.Chore("sign_in", lambda _moment: forgetting.tidy()))
