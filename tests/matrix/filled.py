"""Two neighbouring authorities on one node, each with the whole cast and a case of every kind; who may see what of it.

Who sees what is written down here by hand and not asked of the product: a fault in the product's own scoping function
must show.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.test import Client

from kechuang.config.demo.cast import credit_code
from kechuang.indicators import store
from kechuang.kernel.refusal import Refusal
from kechuang.ledger import sign
from kechuang.mechanisms.sharing.settlement import actions as settling
from kechuang.mechanisms.sharing.settlement.models import SettlementPeriod, Statement
from kechuang.mechanisms.sharing.settlement.rules.requests import Outlay
from kechuang.mechanisms.sharing.settlement.rules.rows import Participant
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.policy import actions as importing
from kechuang.policy import kept, rules
from kechuang.resources.organisations import actions as registering
from kechuang.resources.organisations.rules import Held, Values
from kechuang.web import chance, clock
from kechuang.web.identity import tokens
from kechuang.web.identity.models import SignedIn
from kechuang.web.permissions import read_actor
from tests.matrix import (
    achieved,
    aligned,
    appraised,
    attested,
    auctioned,
    brokered,
    contracted,
    counted,
    demanded,
    drawn,
    evaluated,
    evidence,
    listed,
    office,
    priced,
    promised,
    ruled,
    shared_out,
    tables_in,
    tasked,
    tried,
)
from tests.matrix import kept as kept_for
from tests.pages.voucher.world import World, done, moment, peopled
from tests.policy import plans

OWN, NEIGHBOUR = "own", "neighbour"
REGIONS = (OWN, NEIGHBOUR)
ANONYMOUS = "anonymous"
BEGUN, PAID_ON, TODAY = date(2026, 6, 1), date(2026, 6, 10), date(2026, 7, 6)

# Those of the city office who run the market: of the office itself they see people and papers, of vouchers nothing.
MARKET_DESKS = ("operator", "sale reviewer", "rights registrar", "ip intake")
CITY_DESKS = ("keeper1", "keeper2", "city1", "city2", "finance1", "finance2", "finance3", "auditor")
ROLES = {
    **dict.fromkeys(("keeper1", "keeper2"), "budget_keeper"),
    **dict.fromkeys(("city1", "city2"), "city_checker"),
    **dict.fromkeys(("county", "other county"), "county_checker"),
    **dict.fromkeys(("finance1", "finance2", "finance3"), "finance"),
    "auditor": "auditor",
    **dict.fromkeys(("firm clerk", "neighbour clerk"), "firm_clerk"),
    **dict.fromkeys(("provider clerk", "other provider clerk"), "provider_clerk"),
    "transfer office": "transfer_office",
    "broker": "broker",
    "rights registrar": "rights_registrar",
    "inventor": "inventor",
    "decider": "unit_decider",
    "planner": "planner",
    "reporter": "reporter",
    "leader": "leader",
    "registrar": "registrar",
    **auctioned.STAFF,
    **appraised.STAFF,
    "node keeper": "node_keeper",
    "office keeper": "body_keeper",
}
ASKED = (
    *("keeper1", "city1", "county", "finance1", "auditor", "firm clerk", "provider clerk", "planner", "reporter"),
    "leader",
    *(
        "operator",
        "sale reviewer",
        "auctioneer",
        "broker",
        "transfer office",
        "inventor",
        "decider",
        "registrar",
        "rights registrar",
    ),
    *appraised.STAFF,
    *("node keeper", "office keeper"),
)

type Person = tuple[str, str]
"""A region and a name in its cast; ``("", "anonymous")`` is nobody."""

NOBODY: Person = ("", ANONYMOUS)
EVERYBODY: tuple[Person, ...] = (*((region, name) for region in REGIONS for name in ROLES), NOBODY)


@dataclass(frozen=True)
class Thing:
    """Something that an address names, with those who may open it; ``readers`` None: everybody."""

    id: str
    readers: frozenset[Person] | None = None


@dataclass
class Filled:
    """The filled node. ``things`` holds a list of things by region and kind; ``secrets`` who may read a planted text."""

    worlds: dict[str, World] = field(default_factory=dict)
    things: dict[tuple[str, str], list[Thing]] = field(default_factory=dict)
    secrets: dict[str, frozenset[Person]] = field(default_factory=dict)
    sessions: dict[Person, str] = field(default_factory=dict)

    def sign_in(self, person: Person) -> None:
        client = Client()
        client.force_login(self.worlds[person[0]].persons[person[1]])
        self.sessions[person] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, person: Person, **options) -> Client:
        client = Client(**options)
        if person != NOBODY:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return client

    def add(self, region: str, kind: str, identifier: object, readers: frozenset[Person] | None = None) -> None:
        self.things.setdefault((region, kind), []).append(Thing(str(identifier), readers))

    def plant(self, text: object, readers: frozenset[Person]) -> None:
        self.secrets[str(text)] = readers


def among(region: str, *names: str) -> frozenset[Person]:
    return frozenset((region, name) for name in names)


NODE_KEEPERS = among(OWN, "node keeper") | among(NEIGHBOUR, "node keeper")


def officers(region: str, *more: str) -> frozenset[Person]:
    """Those whose place is the whole city and who may read vouchers."""
    return among(region, *CITY_DESKS, "planner", "leader", *more)


def build() -> Filled:
    filled = Filled()
    own = World(mark="本区", city="330100", county="330106", other_county="330110", on=BEGUN)
    other = World(mark="邻区", city="330900", county="330902", other_county="330903", on=BEGUN, count=5000)
    filled.worlds = {OWN: own, NEIGHBOUR: other}
    serial = {OWN: 901, NEIGHBOUR: 951}
    for region, world in filled.worlds.items():
        first, second = (credit_code(world.county, serial[region]), credit_code(world.other_county, serial[region] + 1))
        peopled(world, first, second)
        world.person("reporter", "reporter", "finance office")
        world.person("planner", "planner", "city office")
        world.person("leader", "leader", "city office")
        world.person("registrar", "registrar", "county office")
        auctioned.people(world)
        world.person("transfer office", "transfer_office", "provider")
        achieved.people(world)
        appraised.people(world)
        world.person("broker", "broker", "third party")
        shared_out.people(world)
        world.person("node keeper", "node_keeper", "city office")
        world.person("office keeper", "body_keeper", "city office")
    _settlements(filled)
    stock = {region: _paid(world) for region, world in filled.worlds.items()}
    _abroad(filled, stock)
    for world in filled.worlds.values():
        world.on = TODAY
    with clock.fixed(moment(TODAY)):
        own.pass_days(0)
    with clock.fixed(moment(TODAY)):
        _settled(filled)
    for region in REGIONS:
        _orders(filled, region, stock[region])
        _register(filled, region)
        _matters(filled, region)
        _documents(filled, region)
        _staffed(filled, region)
        kept_for.kept(filled, region, among)
        office.collections(filled, region, among)
        tables_in.uploads(filled, region, among)
        counted.figures(filled, region, among)
        tasked.tasks(filled, region, among, officers(region, "reporter"))
        contracted.contracts(filled, region, among(region, "county", *contracted.READERS))
        demanded.demands(filled, region, among)
        priced.notices(filled, region, among)
        listed.listings(filled, region, among)
        achieved.results(filled, region, among)
        tried.trials(filled, region, among)
        appraised.appraisals_of(filled, region, among)
        shared_out.rewards(filled, region, among)
        auctioned.sales(filled, region, among)
        brokered.brokers(filled, region, among)
        brokered.shows(filled, region, among)
        attested.attestations(filled, region, among)
        _noticed(filled, region)
        inside = officers(region, "county")
        drawn.papers(filled, region, among, inside, officers(region, "county", "firm clerk", "provider clerk"))
    for region in REGIONS:
        _plant(filled, region)
        _statements(filled, region)
    _shared(filled)
    for region in REGIONS:
        for name in ROLES:
            filled.sign_in((region, name))
        _account(filled, region)
    with clock.fixed(moment(TODAY)):
        sign.checkpoint_all(made_at=moment(TODAY))
        store.follow_all()
    return filled


@dataclass(frozen=True)
class Stock:
    """What a region's orders are made from."""

    budget: UUID
    listing: UUID
    firm: UUID
    neighbour: UUID


def _paid(world: World) -> Stock:
    """A budget, a listed provider, two rights; one order of the firm is paid."""
    budget, listing = world.budget(), world.listed()
    firm = world.granted(budget)
    neighbour = world.granted(budget, "neighbour")
    return Stock(budget, listing, firm, neighbour)


def _abroad(filled: Filled, stock: dict[str, Stock]) -> None:
    """In each region one order at home and one at the other region's provider are paid."""
    waiting = {}
    for region, world in filled.worlds.items():
        away = NEIGHBOUR if region == OWN else OWN
        home = world.reserved(stock[region].firm, stock[region].listing, 40_610 + world.count // 100)
        abroad = world.reserved(stock[region].firm, stock[away].listing, 30_710 + world.count // 100)
        filled.worlds[away].delivered(abroad)
        world.claimed(abroad, confirm=False)
        _confirm(filled.worlds[away], abroad)
        world.claimed(world.delivered(home))
        world.in_audit(home)
        world.in_audit(abroad)
        drawn = world.drawn()
        world.noticed(home)
        world.noticed(abroad)
        waiting[region] = (drawn, home, abroad)
    filled.worlds[OWN].pass_days(9)
    filled.worlds[NEIGHBOUR].on = filled.worlds[OWN].on
    for region, world in filled.worlds.items():
        drawn, home, abroad = waiting[region]
        away = NEIGHBOUR if region == OWN else OWN
        batch = world.paid(world.exported(world.batch(abroad)))
        filled.add(region, "exported batch", world.exported(world.batch(home)), officers(region))
        filled.add(region, "round", drawn, officers(region))
        filled.add(region, "batch", batch, officers(region))
        filled.add(region, "result", batch)
        filled.add(region, "order", home, officers(region, "county", "firm clerk", "provider clerk"))
        readers = officers(region, "county", "firm clerk") | among(away, "provider clerk")
        filled.add(region, "order", abroad, readers)
        filled.add(region, "public round", drawn)
        _lay_out(filled.worlds[away], abroad)


def _lay_out(world: World, order: UUID) -> None:
    """The provider's region writes down what the payer's region paid to its provider."""
    row = VoucherOrder.objects.select_related("case").get(pk=order)
    laid = Outlay(
        order=f"{row.authority}/case/{row.pk}",
        kind="paid",
        payer=row.authority,
        amount=row.amount_yuan,
        on=row.paid_on,
        number=row.case.number,
    )
    period = SettlementPeriod.objects.get(authority=world.city)
    with world.at():
        done(settling.record_outlays(period.pk, [laid], by=world.actor("finance1"), key=world.key()))


def _confirm(world: World, order: UUID) -> None:
    from kechuang.mechanisms.sharing.voucher import actions, queries
    from kechuang.mechanisms.sharing.voucher.rules import requests as asked

    with world.at():
        answer = asked.AnswerClaim(order=queries.order_key(order))
        done(actions.confirm(answer, by=world.actor("provider clerk"), key=world.key()))


def _orders(filled: Filled, region: str, stock: Stock) -> None:
    """An order in every state before payment, and applications that still wait."""
    world = filled.worlds[region]
    base = 20_130 if region == OWN else 20_570
    paper = kept.keep(f"%PDF-1.4 contract of {region}".encode())
    seen = officers(region, "county", "firm clerk", "provider clerk")
    orders = {
        "reserved": world.reserved(stock.firm, stock.listing, base, contract_sha256=paper),
        "delivered": world.delivered(world.reserved(stock.firm, stock.listing, base + 1)),
        "claimed": world.claimed(world.delivered(world.reserved(stock.firm, stock.listing, base + 2)), confirm=False),
        "confirmed": world.claimed(world.delivered(world.reserved(stock.firm, stock.listing, base + 3))),
        "audited": world.in_audit(world.claimed(world.delivered(world.reserved(stock.firm, stock.listing, base + 4)))),
    }
    for order in orders.values():
        filled.add(region, "order", order, seen)
    hidden = world.reserved(stock.neighbour, stock.listing, base + 5, firm="neighbour")
    filled.add(region, "order", hidden, officers(region, "other county", "neighbour clerk", "provider clerk"))
    filled.add(region, "paper", orders["reserved"], seen)
    evidence.handed_in(filled, region, orders["reserved"], seen, among)
    noticed = world.in_audit(world.claimed(world.delivered(world.reserved(stock.firm, stock.listing, base + 6))))
    world.noticed(noticed)  # the signs of risk alone brought it into the audit
    filled.add(region, "order", noticed, seen)
    filled.add(region, "notice", noticed)
    filled.add(region, "budget", stock.budget, officers(region))
    filled.add(region, "public budget", stock.budget)
    filled.add(region, "listed", stock.listing)
    filled.add(region, "provider", stock.listing, officers(region, "county", "provider clerk"))
    filled.add(region, "right", stock.firm, officers(region, "county", "firm clerk"))
    filled.add(region, "right", stock.neighbour, officers(region, "other county", "neighbour clerk"))
    filled.add(region, "body", world.bodies["firm"].pk, among(region, "firm clerk"))
    _asks(filled, region, world)


def _asks(filled: Filled, region: str, world: World) -> None:
    """A provider that asks to be listed: nothing of it is public yet."""
    from kechuang.mechanisms.sharing.voucher import actions
    from kechuang.mechanisms.sharing.voucher.rules import requests as asked

    body = world.bodies["other provider"]
    with world.at():
        ask = asked.ApplyProvider(
            authority=world.city, body=body.pk, place=body.place, services=("testing",), regions=("YRD",)
        )
        case = done(actions.apply_as_provider(ask, by=world.actor("other provider clerk"), key=world.key())).case
    seen = officers(region, "other county", "other provider clerk")
    filled.add(region, "provider", case, seen)
    filled.plant(body.name, seen | NODE_KEEPERS | among(region, *MARKET_DESKS))


def _register(filled: Filled, region: str) -> None:
    """The firm's record in the register, with its sales and a holder."""
    world = filled.worlds[region]
    firm = world.bodies["firm"]
    sales = Decimal("7654321.09") if region == OWN else Decimal("8765432.18")
    holder = f"person/{chance.random_id()}"
    values = Values(
        name=firm.name,
        kind="enterprise",
        place=firm.place,
        credit_code=firm.code,
        industry="3562",
        founded_on=date(2018, 5, 4),
        staff=42,
        sales=sales,
        sales_year=2025,
        shareholders=(Held(holder, Decimal("0.6")),),
    )
    seen = among(region, "city1", "city2", "county", "registrar", "firm clerk")
    with world.at():
        case = done(
            registering.register(
                values,
                by=world.actor("county"),
                key=world.key(),
                office=world.bodies["county office"],
                body=firm.pk,
                names={holder: f"{world.mark}股东甲"},
            )
        ).case
    filled.add(region, "organisation", case, seen)
    filled.plant(sales, seen)
    filled.plant(f"{world.mark}股东甲", seen)


def _matters(filled: Filled, region: str) -> None:
    """A matter and a question of the firm, what its clerk has prepared, and a round that the city has opened."""
    from kechuang.casework.matters import actions
    from kechuang.casework.matters.rules import Open
    from kechuang.casework.standard.models import Prepared, Round

    world, firm = filled.worlds[region], filled.worlds[region].bodies["firm"]
    seen = among(region, "city1", "city2", "county", "registrar", "firm clerk")
    secret = f"{world.mark}未公开事项"
    for kind, sort, thing in (("application", "proof", "matter"), ("request", "consultation", "question")):
        wanted = Open(
            case=chance.uuid7(),
            kind=f"matters.{kind}",
            sort=sort,
            title=secret,
            text=secret,
            place=firm.place,
            authority=world.city,
            office=world.bodies["county office"].pk,
            holder=firm.pk,
        )
        with world.at():
            case = done(actions.submit(wanted, by=world.actor("firm clerk"), key=world.key())).case
        filled.add(region, thing, case, seen)
    filled.plant(secret, seen)
    drafted = f"{world.mark}准备中的事项"
    row = Prepared.objects.create(
        code="matter",
        body=firm,
        title=drafted,
        values={"sort": ["proof"], "title": [drafted], "text": [drafted]},
        shown=[["title", drafted]],
        by_id=world.actor("firm clerk").person,
        made_on=BEGUN,
    )
    filled.add(region, "prepared request", row.pk, among(region, "firm clerk"))
    filled.plant(drafted, among(region, "firm clerk"))
    opened = Round.objects.create(
        code=f"{world.city}-2026-R01",
        title=f"{world.mark}推荐",
        kind="matters.application",
        authority=world.city,
        place=world.city,
        office=world.bodies["city office"],
        levels=["unit", "county"],
        opens_on=BEGUN,
    )
    filled.add(region, "round of recommendation", opened.pk, frozenset((region, name) for name in ROLES))


def _documents(filled: Filled, region: str) -> None:
    """A document in the register, which is public, and an upload that only its planner sees."""
    world = filled.worlds[region]
    secret = f"{world.mark}未公开草案"
    with world.at():
        text = plans.TEXT.replace("云岭", world.mark).replace("云科发〔2026〕3号", f"{world.mark}发〔2026〕3号")
        draft = importing.preview(plans.reading(text), text, text.encode(), by=world.actor("planner"))
        document = done(importing.accept(draft, rules.as_read(plans.reading(text)), by=world.actor("planner"))).case
        text = plans.TEXT.replace("云岭省科技创新行动计划", secret).replace("云科发〔2026〕3号", "云科发〔2026〕9号")
        draft = importing.preview(plans.reading(text), text, text.encode(), by=world.actor("planner"))
    filled.add(region, "document", document)
    filled.add(region, "document to judge", document, among(region, "planner"))
    promised.promise(filled, region, document, among)
    ruled.confirm(filled, region, document, among)
    aligned.align(filled, region, document, among)
    evaluated.evaluations(filled, region, document, among, officers(region, "reporter"))
    filled.add(region, "draft", draft.pk, among(region, "planner"))
    filled.plant(secret, among(region, "planner"))


def _settlements(filled: Filled) -> None:
    offices = {region: world.bodies["finance office"] for region, world in filled.worlds.items()}
    both = [Participant(world.city, offices[region].pk, world.mark) for region, world in filled.worlds.items()]
    for region, world in filled.worlds.items():
        with world.at():
            done(
                settling.open_period(
                    offices[region], both, on=BEGUN, by=world.actor("finance1"), key=f"{world.mark}:open"
                )
            )


def _settled(filled: Filled) -> None:
    """Both regions state, exchange, compare and net the half-year that has ended."""
    steps = (
        (settling.prepare_many, "finance1"),
        (settling.check_many, "finance2"),
        (settling.send_many, "finance3"),
        (settling.receive_waiting, "finance1"),
        (settling.reconcile_many, "finance2"),
    )
    for step, name in steps:
        for world in filled.worlds.values():
            cases = list(Statement.objects.filter(authority=world.city).values_list("pk", flat=True))
            keyed = {} if step is settling.receive_waiting else {"key": world.key()}
            for outcome in step(cases, by=world.actor(name), on=TODAY, **keyed):
                done(outcome)
    for world in filled.worlds.values():
        period = Statement.objects.get(authority=world.city).period_id
        done(settling.net_period(period, by=world.actor("finance2"), key=world.key(), on=TODAY))


def _statements(filled: Filled, region: str) -> None:
    city = filled.worlds[region].city
    seen = among(region, "finance1", "finance2", "finance3", "auditor")
    for period in SettlementPeriod.objects.filter(authority=city).order_by("last"):
        filled.add(region, "period", period.pk, seen)
        if period.position is not None:
            filled.add(region, "netted period", period.pk, seen)
    for statement in Statement.objects.filter(authority=city):
        filled.add(region, "statement", statement.pk, seen)


def _plant(filled: Filled, region: str) -> None:
    """What an order holds, even a published one, may be read by its parties and by the offices of its place alone."""
    world = filled.worlds[region]
    known = {thing.id: thing.readers for thing in filled.things[region, "order"]}
    for order in VoucherOrder.objects.filter(authority=world.city).select_related("case"):
        readers = known[str(order.pk)]
        for text in (order.contract_no, order.invoice_no, order.payment_ref):
            if text:
                filled.plant(text, readers)
        filled.plant(order.contract_yuan, readers)
    neighbour = world.bodies["neighbour"]
    filled.plant(
        neighbour.name,
        officers(region, "other county", "neighbour clerk", "provider clerk")
        | NODE_KEEPERS
        | among(region, *MARKET_DESKS),
    )
    people = frozenset((region, name) for name in ROLES) | NODE_KEEPERS
    for name in ("auditor", "county", "finance2"):
        filled.plant(f"Person {world.mark}{name}", people)


def _staffed(filled: Filled, region: str) -> None:
    """Posts and people: whoever administers the office, and whom a thing concerns; the node's keepers see all."""
    from tests.matrix.staffed import staffed

    kept = among(region, "office keeper") | NODE_KEEPERS
    staffed(
        filled,
        region,
        {
            "kept": kept,
            "read": officers(region, "office keeper", *MARKET_DESKS) | NODE_KEEPERS,
            "left": kept | among(region, "city1"),
            "handed": kept | among(region, "city2"),
            "delegated": kept | among(region, "city1", "city2"),
            "node": NODE_KEEPERS,
        },
    )


def _account(filled: Filled, region: str) -> None:
    """A session and a token, which are their person's alone; no service signs people in here."""
    person = filled.worlds[region].persons["auditor"]
    made = tokens.make(read_actor(person), name=f"{filled.worlds[region].mark}夜间令牌", scopes=["order:audit"], days=9)
    assert not isinstance(made, Refusal)
    mine = among(region, "auditor")
    filled.add(region, "token", made[0].pk, mine)
    filled.add(region, "session", SignedIn.objects.get(person=person).pk, mine)
    filled.add(region, "service", "nobody", frozenset())


def _shared(filled: Filled) -> None:
    """What stands at addresses of the whole node."""
    from kechuang.ledger.models import Checkpoint, Entry

    for region, world in filled.worlds.items():
        entry = Entry.objects.filter(log=world.city).order_by("seq").first()
        filled.add(region, "fact", entry.id)
        filled.add(region, "log", world.city)
        with clock.fixed(moment(TODAY)):
            made = sign.checkpoint(world.city, made_at=moment(TODAY))
        filled.add(region, "sealed", Checkpoint.objects.get(pk=made.pk).size)


def _noticed(filled: Filled, region: str) -> None:
    from tests.matrix import noticed  # it names who reads what by the cast above

    noticed.notices(filled, region)


@contextmanager
def standing() -> Iterator[Filled]:
    """Build the node inside a transaction that is rolled back afterwards."""
    from django.db import transaction

    held = transaction.atomic()
    held._from_testcase = True  # what Django's own TestCase sets, so that durable blocks work inside
    with held:
        try:
            with chance.seeded("matrix"):
                filled = build()
            clock.stop_at(moment(TODAY))
            yield filled
        finally:
            clock.stop_at(None)
            transaction.set_rollback(True)
