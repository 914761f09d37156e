"""Every move that a person takes, with its form: pages, batches and the interface for programs come from this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.moves import Move, Moves
from kechuang.casework.registry import ACT_KINDS, ActKind
from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.forms import audit, batch, budget, order, provider, right
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

PROVIDER_ACTS = (
    FormAct(
        moves=moves.PROVIDER,
        move="apply",
        form=provider.ApplyProviderForm,
        do=actions.apply_as_provider,
        effects=(
            _("The office of your own region checks qualification, staff and instruments."),
            _("Once listed, you stand on the public list with your services and regions."),
        ),
        undo=_("Tell the office if you want to withdraw; it refuses the application and you may apply again."),
    ),
    FormAct(
        moves=moves.PROVIDER,
        move="check",
        form=provider.CheckProviderForm,
        do=actions.check_provider,
        effects=(_("Another person than you decides on the listing."),),
        undo=_("The application can still be refused."),
        bulk=provider.CheckProviderForm,
    ),
    FormAct(
        moves=moves.PROVIDER,
        move="list",
        form=provider.ListProviderForm,
        do=actions.list_provider,
        effects=(
            _("The provider stands on the public list from the first day to the last."),
            _("Firms of the chosen regions can pay it by voucher."),
        ),
        undo=_("A listing can be suspended or removed; contracts signed before stay good."),
    ),
    FormAct(
        moves=moves.PROVIDER,
        move="renew",
        form=provider.ListProviderForm,
        do=actions.renew_provider,
        effects=(_("The listing goes on to the new last day; its first day stays."),),
        undo=_("A listing can be suspended or removed; contracts signed before stay good."),
    ),
    FormAct(
        moves=moves.PROVIDER,
        move="refuse",
        form=provider.ReasonedProviderForm,
        do=actions.refuse_provider,
        effects=(_("The application ends here; the provider reads your reason."),),
        undo=_("The provider may apply again."),
        danger=True,
    ),
    FormAct(
        moves=moves.PROVIDER,
        move="suspend",
        form=provider.ReasonedProviderForm,
        do=actions.suspend_provider,
        effects=(
            _("Contracts signed from today on are not paid by voucher."),
            _("The provider leaves the public list while the suspension lasts."),
        ),
        undo=_("The suspension can be ended at any time."),
        danger=True,
    ),
    FormAct(
        moves=moves.PROVIDER,
        move="reinstate",
        form=provider.ReinstateForm,
        do=actions.reinstate_provider,
        effects=(_("The provider stands on the public list again; contracts signed in between stay out."),),
        undo=_("It can be suspended again."),
    ),
    FormAct(
        moves=moves.PROVIDER,
        move="remove",
        form=provider.RemoveForm,
        do=actions.remove_provider,
        effects=(_("The provider leaves the list for good."), _("With a day, it is barred from applying until then.")),
        danger=True,
    ),
)

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

ROUND_ACTS = (
    FormAct(
        moves=moves.AUDIT,
        move="commit",
        form=audit.CommitForm,
        do=actions.commit_audit,
        effects=(
            _("The node draws a secret seed and publishes its hash, before anybody knows what will be drawn."),
            _("There is one open round at a time."),
        ),
    ),
    FormAct(
        moves=moves.AUDIT,
        move="draw",
        form=audit.DrawForm,
        do=actions.draw_audit,
        effects=(
            _("The seed is published, and the sample is drawn from all claims that wait."),
            _("Anybody can draw again from what is published and must get the same sample."),
        ),
    ),
)

BATCH_ACTS = (
    FormAct(
        moves=moves.BATCH,
        move="prepare",
        template="sharing/voucher/prepare.html",
        form=batch.PrepareForm,
        do=actions.prepare_batch,
        effects=(_("The chosen orders stand in one batch and in no other."), _("Another person than you checks it.")),
        undo=_("The batch can be given up before payment; its orders are then payable again."),
    ),
    FormAct(
        moves=moves.BATCH,
        move="check",
        form=batch.ChangeBatchForm,
        do=actions.check_batch,
        effects=(_("You have looked through the lines; the batch can be exported for the bank."),),
        undo=_("The batch can be given up before payment."),
    ),
    FormAct(
        moves=moves.BATCH,
        move="export",
        form=batch.ExportForm,
        do=actions.export_batch,
        effects=(
            _("The payment file is made and its digest kept, so that what the bank got can be compared."),
            _("This platform pays nobody: the bank does, from your file."),
        ),
        undo=_("The batch can be given up as long as the bank has not paid."),
    ),
    FormAct(
        moves=moves.BATCH,
        move="record_payment",
        template="sharing/voucher/payment.html",
        form=batch.PaymentForm,
        do=actions.record_payment,
        effects=(
            _("Paid lines are final and published: firm, provider, amount."),
            _("Lines that the bank returned become payable again."),
        ),
    ),
    FormAct(
        moves=moves.BATCH,
        move="void",
        form=batch.VoidForm,
        do=actions.void_batch,
        effects=(_("The batch ends unpaid; its orders are payable again."),),
        undo=_("Its orders can go into another batch."),
        danger=True,
    ),
)

ACTS = (*BUDGET_ACTS, *PROVIDER_ACTS, *RIGHT_ACTS, *ORDER_ACTS, *ROUND_ACTS, *BATCH_ACTS)


def forms_of(kind: str) -> dict[str, str]:
    """The moves of a kind of case with the names of their pages' addresses, as the case page needs them."""
    return {act.move: act.view_name for act in ACTS if act.moves.kind == kind and not act.opens}


def act_of(noun: str, slug: str) -> FormAct | None:
    """The act of an address, or None."""
    return next((act for act in ACTS if act.noun == noun and act.slug == slug), None)
