"""What other packages' tables owe in a body's name, so that it goes to the successor when the body ends."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices.models import Notice
from kechuang.casework.posts import estates
from kechuang.casework.standard.models import Opinion
from kechuang.mechanisms.sharing.settlement.models import Participant


def register() -> None:
    """Register opinions asked and not given, notices not answered, and the seats in settlements."""
    for estate in (
        estates.rows("opinions", _("Opinions asked and not given"), Opinion, "body", Q(answered_on=None), _question),
        estates.rows("notices", _("Notices not answered"), Notice, "body", Q(answered_at=None), _notice),
        estates.rows("participants", _("Seats in settlements"), Participant, "office", Q(), str),
    ):
        estates.register(estate)


def _question(row: object) -> str:
    """Give the opinion's number and day: what was asked is for the parties and the office, not for a node's keeper."""
    return _numbered(row, getattr(row, "due_on", None))


def _notice(row: object) -> str:
    return _numbered(row, getattr(row, "reply_by", None))


def _numbered(row: object, on: object) -> str:
    number = str(getattr(row, "pk", ""))[-8:]
    return f"{number} ({on})" if on else number
