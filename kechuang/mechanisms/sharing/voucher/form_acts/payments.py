"""What people do with audit rounds and payment batches."""

from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.forms import audit, batch
from kechuang.mechanisms.sharing.voucher.rules import moves

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
