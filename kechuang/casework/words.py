"""The words of cases: kinds, states and moves in the reader's language, from the catalogues under their codes."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from kechuang.casework.moves import full_code
from kechuang.casework.registry import CASE_KINDS
from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.web.parts import DONE, GOING, RISK, State

if TYPE_CHECKING:
    from kechuang.casework.models import Case


def kind_word(kind: str) -> str:
    """Give a kind's name, the message ``<kind>``."""
    return gettext(kind)


def move_word(kind: str, move: str) -> str:
    """Give a move's name, the message ``<kind>.<move>``, or ``<move>`` for one that many kinds share."""
    code = full_code(kind, move)
    return gettext(code)


def state(kind: str, code: str) -> State:
    """Give a state with its word and tone."""
    known = CASE_KINDS.get(kind)
    final = DONE if known and code in known.moves.final else GOING
    tone = known.tones.get(code, final) if known else GOING
    message = f"{kind}.{code}"
    return State(gettext(message), tone, code)


def hold_word(code: str) -> str:
    """Give why a case is held, the message ``case.hold.<code>``."""
    message = f"case.hold.{code}"
    return gettext(message)


def state_of(row: "Case") -> State:
    """Give a case's state; a held one says so."""
    own = state(row.kind, row.state)
    return State(f"{own.word} · {hold_word(row.hold)}", RISK, own.code) if row.hold else own


def place(code: str, on: date) -> str:
    """Give a place's full name on a day, in Chinese or pinyin; a code that was none on that day stands as it is."""
    try:
        if get_language() == "en":
            names = [places.division(each, on).name_en for each in places.chain(code, on) if each != places.NATION]
            return ", ".join(names)
        return places.path(code, on)
    except PlaceError:
        return code
