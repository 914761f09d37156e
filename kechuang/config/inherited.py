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
        estates.rows("notices", _("Notices not answered"), Notice, "body", Q(answered_at=None), str),
        estates.rows("participants", _("Seats in settlements"), Participant, "office", Q(), str),
    ):
        estates.register(estate)


def _question(row: object) -> str:
    return str(getattr(row, "question", ""))[:200]
