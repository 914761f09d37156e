"""What this package lays on shared pages."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import rounds
from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case
from kechuang.casework.posts import estates
from kechuang.casework.rounds import Chore
from kechuang.mechanisms.market.notice import bundling, cases, dealing, finding, panel, papers, snapshots
from kechuang.mechanisms.market.notice.models import NoticeBuyer, NoticeSnapshot
from kechuang.mechanisms.market.notice.rules.moves import FILE, NOTICE, READ
from kechuang.mechanisms.market.result import offering
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import clock, interface, slots
from kechuang.web.permissions import Actor, may


def _of_notice(row: NoticeBuyer) -> str:
    """Name a row by its notice's number."""
    return str(Case.objects.values_list("number", flat=True).get(pk=row.notice_id))


def _url(_actor: Actor, row: Achievement) -> str:
    return f"{reverse('market_notice:open')}?result={row.pk}"


def _may(actor: Actor, row: Achievement) -> bool:
    return may(actor, FILE, on=clock.today(), bodies=(row.unit_id,))


def register() -> None:
    """Register the case, papers, the daily snapshot, menu entries, the panel and the interface for programs."""
    cases.register()
    papers.register_all()
    bundling.register()
    kept.register_columns("price notices", NoticeSnapshot.objects.all, "sha256")
    estates.register(estates.rows("notice_buyers", _("Purchases in notices"), NoticeBuyer, "body", Q(), _of_notice))
    rounds.register(Chore("market.price_notices", snapshots.run, order=60))
    rounds.register(Chore("market.price_notices.deals", dealing.sweep, order=61))
    offering.register(
        offering.Way(
            code="notice",
            label=_("Agree on a price and publish it"),
            about=_("One buyer is known; the price is published in the unit and on the market."),
            url=_url,
            may=_may,
            order=1,
        )
    )
    rows = (
        slots.Row(_("Agreed prices"), "market_notice:list", READ, 32),
        slots.Row(_("Notices of agreed prices"), "market_notice:published", slots.PUBLIC, 32),
    )
    slots.add_rows("market", rows)
    slots.add_panel(
        f"case:{NOTICE.kind}", slots.Panel(template="market_notice/case_panel.html", context=panel.panel, order=1)
    )
    slots.add_source(slots.PaletteSource(name="price notices", find=finding.find_notices, order=41))
    slots.add_link("market.notices", lambda: reverse("market_notice:published"))
    interface.register("price-notices", "kechuang.mechanisms.market.notice.api:router")
