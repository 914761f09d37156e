"""A move that a person takes, with its form, what it does and how to undo it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.moves import Move, Moves
from kechuang.casework.registry import ACT_KINDS, ActKind
from kechuang.mechanisms.sharing.voucher.forms.base import ActForm
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.web.slots import Words

FINAL = _("This step cannot be taken back.")
NOUNS = {
    moves.BUDGET.kind: "budget",
    moves.PROVIDER.kind: "provider",
    moves.RIGHT.kind: "right",
    moves.ORDER.kind: "order",
    moves.AUDIT.kind: "round",
    moves.BATCH.kind: "batch",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAct:
    """One move with its form. ``effects`` say what will happen, ``undo`` how it can be undone.

    ``bulk`` is the form for many cases at once, None where each must be looked at alone.
    """

    moves: Moves
    move: str
    form: type[ActForm]
    do: Callable[..., Outcome]
    effects: tuple[Words, ...]
    undo: Words = FINAL
    danger: bool = False
    bulk: type[ActForm] | None = None
    template: str = "sharing/voucher/act.html"

    @property
    def entry(self) -> Move:
        """The row of the table of moves."""
        return self.moves.by_code[self.move]

    @property
    def code(self) -> str:
        """The act's full code, under which the catalogues hold its word."""
        return f"{self.moves.kind}.{self.move}"

    @property
    def kind(self) -> ActKind[Any, Any]:
        """The act as the gateway knows it."""
        return ACT_KINDS[self.code]

    @property
    def opens(self) -> bool:
        """Whether the act opens a case."""
        return not self.entry.sources

    @property
    def noun(self) -> str:
        """What the case is called in addresses."""
        return NOUNS[self.moves.kind]

    @property
    def slug(self) -> str:
        """The move in addresses."""
        return self.move.replace("_", "-")

    @property
    def view_name(self) -> str:
        """The name of the page's address."""
        return f"voucher:{self.noun}-{self.slug}"
