"""What this package lays on shared pages."""

from typing import Any

from django.http import HttpRequest

from kechuang.casework import erasure, rounds
from kechuang.casework.disclosures import log
from kechuang.web import interface, slots
from kechuang.web.identity import forgetting


def panel(_request: HttpRequest) -> dict[str, Any]:
    """Lead from the account page to the list."""
    return {}


def register() -> None:
    """Register the account page's block, the interface for programs, erasure and the chores."""
    interface.register("disclosures", "kechuang.casework.disclosures.api:router")
    slots.add_panel("account", slots.Panel(template="disclosures/account_panel.html", context=panel, order=90))
    erasure.register_eraser("disclosures", log.forget_person)
    erasure.register_eraser("sign_in", forgetting.forget_person)
    rounds.register(rounds.Chore("disclosures", lambda _moment: log.forget_old()))
    rounds.register(rounds.Chore("sign_in", lambda _moment: forgetting.tidy()))
