"""What each standard move will do, and how it can be undone, in the words that its page shows."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard import declare
from kechuang.web.slots import Words

FINAL = _("This step cannot be taken back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What happens, how to undo it; ``danger`` where something ends."""

    effects: tuple[Words, ...]
    undo: Words = FINAL
    danger: bool = False


EFFECTS: dict[str, Effects] = {
    declare.RETURN: Effects(
        effects=(
            _("The holder sees every fault at once, with the day by which to correct them."),
            _("The clock of the case stands still until it comes back; the same submission goes back only once."),
        ),
        undo=_("The holder may hand it in again at any time, also unchanged."),
    ),
    declare.RESUBMIT: Effects(
        effects=(_("The case goes on where it stood; its days move by the days that it stood still."),)
    ),
    declare.WITHDRAW: Effects(
        effects=(_("The case ends here; nothing of it is decided."),),
        undo=_("You may begin a new case at any time."),
        danger=True,
    ),
    declare.TRANSFER: Effects(
        effects=(_("The other office or post has the case from now on; days and history stay."),),
        undo=_("The other office can hand it back in the same way."),
    ),
    declare.ASK: Effects(
        effects=(
            _("Each body sees the case and your question in its inbox, all at the same time."),
            _("The page of the case shows who still owes an answer."),
        ),
        undo=_("A question that was sent cannot be taken back; ask again if something is missing."),
    ),
    declare.OPINE: Effects(effects=(_("The office that asked reads your answer; it stays in the record."),)),
    declare.REMIND: Effects(
        effects=(_("The office sees the reminder on the case. Reminders are counted, never ranked."),),
        undo=_("One reminder for each step is enough; it ends with the next step."),
    ),
    declare.OBJECT: Effects(
        effects=(
            _("The case is held and its clock stands still until the office has decided your objection."),
            _("Only the office reads who objected and why."),
        ),
    ),
    declare.DECIDE_OBJECTION: Effects(
        effects=(_("Upheld, the case goes back to be decided anew; rejected, it goes on. Both with your reason."),)
    ),
    declare.SUSPEND: Effects(
        effects=(_("The case is held and its clock stands still; the holder reads reason and basis."),),
        undo=_("Resume it at any time."),
    ),
    declare.RESUME: Effects(effects=(_("The case goes on; its days move by the days that it stood still."),)),
    declare.REOPEN: Effects(
        effects=(_("The case is open again, with a new term; the earlier decision stays in the history."),)
    ),
    declare.NOMINATE: Effects(
        effects=(_("The case enters the round: your own body recommends it first, then each level above."),),
        undo=_("Withdraw the case if it is not to go on."),
    ),
    declare.RECOMMEND: Effects(
        effects=(_("The next level sees the case from now on; it fills one place of your quota."),),
        undo=_("The level above can give it back; the place is then free again."),
    ),
    declare.SEND_DOWN: Effects(
        effects=(_("The level below has the case again and reads what is wrong; its place in the quota is free."),),
        undo=_("It can be recommended again."),
    ),
    declare.DECLINE: Effects(
        effects=(_("The case ends at this level; the holder reads the reason."),),
        danger=True,
    ),
}
