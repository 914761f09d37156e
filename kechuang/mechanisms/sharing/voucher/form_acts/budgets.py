"""What people do with budgets."""

from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.forms import budget
from kechuang.mechanisms.sharing.voucher.rules import moves

BUDGET_ACTS = (
    FormAct(
        moves=moves.BUDGET,
        move="plan",
        form=budget.PlanForm,
        do=actions.plan_budget,
        effects=(
            _("The plan is published with its amount."),
            _("Another person approves it before any money is there."),
        ),
        undo=_("A plan that is not wanted is closed."),
    ),
    FormAct(
        moves=moves.BUDGET,
        move="approve",
        form=budget.ApproveForm,
        do=actions.approve_budget,
        effects=(_("The approved amount and its document are published."), _("The budget can then be opened.")),
        undo=_("A budget that should not run is closed; its money goes back."),
    ),
    FormAct(
        moves=moves.BUDGET,
        move="open",
        form=budget.ChangeBudgetForm,
        do=actions.open_budget,
        effects=(
            _("The whole amount comes in and can be granted to firms."),
            _("Firms of the region can apply from now on."),
        ),
        undo=_("Closing returns whatever has not been granted."),
    ),
    FormAct(
        moves=moves.BUDGET,
        move="close",
        form=budget.ChangeBudgetForm,
        do=actions.close_budget,
        effects=(
            _("What was not granted goes back to the appropriation."),
            _("Rights already granted keep their money until they lapse."),
        ),
        danger=True,
    ),
)
