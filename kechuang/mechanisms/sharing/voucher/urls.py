"""Addresses of the voucher."""

from django.urls import URLPattern, path

from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.form_acts.table import ACTS
from kechuang.mechanisms.sharing.voucher.views import acting, desk, firm, papers, public, rounds

PLURALS = {
    "budget": "budgets",
    "provider": "providers",
    "right": "rights",
    "order": "orders",
    "round": "rounds",
    "batch": "batches",
}


def _move(act: FormAct) -> URLPattern:
    middle = "" if act.opens else "<uuid:identifier>/"
    name = act.view_name.removeprefix("voucher:")
    return path(f"vouchers/{PLURALS[act.noun]}/{middle}{act.slug}/", acting.act_page(act), name=name)


def _many(act: FormAct) -> URLPattern:
    return path(f"vouchers/many/{act.noun}/{act.slug}/", acting.bulk_page(act), name=f"many-{act.noun}-{act.slug}")


app_name = "voucher"
urlpatterns = [
    path("vouchers/", public.front, name="front"),
    path("vouchers/rules/", public.rules, name="rules"),
    path("vouchers/budgets/", public.budgets, name="budgets"),
    path("vouchers/providers/", public.providers, name="providers"),
    path("vouchers/notices/", public.notices, name="notices"),
    path("vouchers/notices/<uuid:identifier>/", public.notice, name="notice"),
    path("vouchers/results/", public.results, name="results"),
    path("vouchers/results/<uuid:identifier>/", public.result, name="result"),
    path("vouchers/rounds/", public.rounds, name="rounds"),
    path("vouchers/mine/", firm.entitlement, name="entitlement"),
    path("vouchers/mine/<uuid:body>/", firm.entitlement, name="entitlement"),
    path("vouchers/rights/", desk.rights, name="rights"),
    path("vouchers/orders/", desk.orders, name="orders"),
    path("vouchers/listings/", desk.listings, name="listings"),
    path("vouchers/batches/", desk.batches, name="batches"),
    *(_move(act) for act in ACTS),
    *(_many(act) for act in ACTS if act.bulk),
    path("vouchers/budgets/<uuid:identifier>/", public.budget, name="budget"),
    path("vouchers/providers/<uuid:identifier>/", public.provider, name="provider"),
    path("vouchers/rounds/<uuid:identifier>/", public.round_, name="round"),
    path("vouchers/rounds/<uuid:identifier>/pass-undrawn/", rounds.pass_undrawn, name="round-pass-undrawn"),
    path("vouchers/orders/<uuid:identifier>/papers/<slug:paper>/", papers.file, name="paper"),
    path("vouchers/orders/<uuid:identifier>/claim-form/", papers.claim_form, name="claim-form"),
    path("vouchers/batches/<uuid:identifier>/list/", papers.batch_list, name="batch-list"),
    path("vouchers/batches/<uuid:identifier>/file.<slug:ending>", papers.payment_file, name="payment-file"),
]
