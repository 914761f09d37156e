"""What people do with claim rights."""

from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.forms import right
from kechuang.mechanisms.sharing.voucher.rules import moves

RIGHT_ACTS = (
    FormAct(
        moves=moves.RIGHT,
        move="apply",
        form=right.ApplyRightForm,
        do=actions.apply_for_right,
        effects=(
            _("Your county checks the application, then the city grants the quota."),
            _("What the register knows of your firm is not asked again."),
        ),
        undo=_(
            "Until it is granted, ask the office to refuse it with the reason “withdrawn”; you may then apply anew."
        ),
    ),
    FormAct(
        moves=moves.RIGHT,
        move="check_county",
        form=right.CheckRightForm,
        do=actions.check_right,
        effects=(_("The application goes to the city, whose own term begins today."),),
        undo=_("The city can still refuse."),
        bulk=right.CheckRightForm,
    ),
    FormAct(
        moves=moves.RIGHT,
        move="check_city",
        form=right.GrantForm,
        do=actions.grant_right,
        effects=(
            _("The quota moves from the budget to the firm and is valid from today."),
            _("The firm can place orders at once; what is unused at the end goes back to the budget."),
        ),
        bulk=right.GrantAsAskedForm,
    ),
    FormAct(
        moves=moves.RIGHT,
        move="refuse_county",
        form=right.RefuseRightForm,
        do=actions.refuse_right_county,
        effects=(_("The application ends here; the firm reads reason and words."),),
        undo=_("The firm may apply again in the same year."),
        danger=True,
        bulk=right.RefuseRightForm,
    ),
    FormAct(
        moves=moves.RIGHT,
        move="refuse_city",
        form=right.RefuseRightForm,
        do=actions.refuse_right_city,
        effects=(_("The application ends here; the firm reads reason and words."),),
        undo=_("The firm may apply again in the same year."),
        danger=True,
        bulk=right.RefuseRightForm,
    ),
)
