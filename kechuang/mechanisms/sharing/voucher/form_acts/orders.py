"""What people do with orders."""

from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.forms import audit, order
from kechuang.mechanisms.sharing.voucher.rules import moves

ORDER_ACTS = (
    FormAct(
        moves=moves.ORDER,
        move="reserve",
        form=order.ReserveForm,
        do=actions.reserve,
        effects=(
            _("All rules are checked now, and the voucher amount is frozen for this contract."),
            _("The provider sees the order and delivers; you claim afterwards."),
        ),
        undo=_("Before delivery you can cancel, and the amount goes back to your quota."),
    ),
    FormAct(
        moves=moves.ORDER,
        move="cancel",
        form=order.CancelForm,
        do=actions.cancel,
        effects=(_("The frozen amount goes back to your quota."), _("The contract can be used for a new order.")),
        undo=_("A new order can be placed for the same contract."),
        danger=True,
    ),
    FormAct(
        moves=moves.ORDER,
        move="deliver",
        form=order.DeliverForm,
        do=actions.deliver,
        effects=(
            _("The report is kept with its digest and compared with earlier reports."),
            _("The firm's time to claim begins today."),
        ),
    ),
    FormAct(
        moves=moves.ORDER,
        move="claim",
        form=order.ClaimForm,
        do=actions.claim,
        effects=(
            _("The voucher pays its share of what was really invoiced; the rest is released to your quota."),
            _("The provider confirms, then the office checks."),
        ),
        undo=_("If something is wrong, provider or office send the claim back and you correct it."),
    ),
    FormAct(
        moves=moves.ORDER,
        move="confirm",
        form=order.ConfirmForm,
        do=actions.confirm,
        effects=(_("You confirm that invoice and payment are yours, and the office checks the claim."),),
        undo=_("The office can send the claim back."),
        bulk=order.ConfirmForm,
    ),
    FormAct(
        moves=moves.ORDER,
        move="decline",
        form=order.DeclineForm,
        do=actions.decline,
        effects=(_("The claim goes back to the firm with your reason."),),
        undo=_("The firm can claim again."),
        danger=True,
    ),
    FormAct(
        moves=moves.ORDER,
        move="check",
        form=audit.CheckClaimForm,
        do=actions.check_claim,
        effects=(
            _("The signs of risk are weighed; from the threshold on the order is certainly audited."),
            _("Otherwise it waits for the next draw."),
        ),
        undo=_("The audit can still reject."),
        bulk=audit.CheckClaimForm,
    ),
    FormAct(
        moves=moves.ORDER,
        move="send_back",
        form=audit.SendBackForm,
        do=actions.send_back,
        effects=(_("The claim goes back to the firm, which corrects and claims again."),),
        undo=_("The firm can claim again."),
        bulk=audit.SendBackForm,
    ),
    FormAct(
        moves=moves.ORDER,
        move="release",
        form=audit.ReleaseForm,
        do=actions.release,
        effects=(_("The frozen amount goes back to the firm's quota, and the order ends."),),
        undo=_("The firm can place a new order for the same contract."),
        danger=True,
    ),
    FormAct(
        moves=moves.ORDER,
        move="pass_audit",
        form=audit.PassForm,
        do=actions.pass_audit,
        effects=(
            _("Firm, provider and amount are published, and anybody may object until the last day of the notice."),
        ),
        undo=_("An objection brings the order back to the audit."),
        bulk=audit.PassForm,
    ),
    FormAct(
        moves=moves.ORDER,
        move="reject",
        form=audit.RejectForm,
        do=actions.reject,
        effects=(
            _("The order ends unpaid, and the money goes back to the quota, or after fraud to the budget."),
            _("A reason of fraud refers the case to the integrity office."),
        ),
        danger=True,
    ),
    FormAct(
        moves=moves.ORDER,
        move="object",
        form=audit.ObjectForm,
        do=actions.object_to,
        effects=(_("The notice stops, and the audit looks at the order again."),),
        undo=_("The audit can let the order pass again; a new notice then begins."),
        danger=True,
    ),
    FormAct(
        moves=moves.ORDER,
        move="claw_back",
        form=audit.ClawBackForm,
        do=actions.claw_back,
        effects=(_("The repayment is recorded, the money goes back to the budget, and the case is referred."),),
        danger=True,
    ),
)
