"""Makes the registers known to casework and the pages; imported once when the app is ready."""

from kechuang.casework.registry import CaseKind, register_case
from kechuang.resources.organisations import actions  # noqa: F401 - importing it registers the acts
from kechuang.resources.organisations.rules import MOVES

register_case(CaseKind(MOVES, "organisation:read"))
