"""What people do with the provider list."""

from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.forms import provider
from kechuang.mechanisms.sharing.voucher.rules import moves

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
