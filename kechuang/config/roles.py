"""The roles of a node: which permissions a duty carries, and how far they reach.

The words for a role stand in the catalogues under its code. Places are those of the body that grants the role.
"""

from kechuang.web.permissions import NODE, OWN_BODY, PLACE, register_role

# Whoever does a duty for a body hears what is sent to it; whoever decides for an office may write to others.
HEARS = ("notice:read", "notice:receive")
WRITES = ("evidence:put_aside", *HEARS, "notice:send", "case:assign", "people:read")
# Whoever fills a post may delegate it and hand it over; only one's own, which the acts see to.
EVERYBODY = ("post:use", "evidence:add")
# Whoever answers for a body says what it was asked; whoever plans may ask.
ANSWERS = ("collection:answer", "collection:read")
ASKS = ("collection:send", "collection:read")
# Whoever plans binds targets of plans to indicators; whoever oversees may read these cases and judge by hand.
MEASURES = ("promise:read", "promise:bind", "promise:judge")
# A matter of its own kind for everything that has no mechanism: parties submit, offices accept and decide.
SUBMITS = ("matter:read", "matter:submit", "matter:prepare")
HANDLES = ("matter:read", "matter:take_in", "matter:accept", "matter:decide", "opinion:give", "recommendation:give")
# A task of a plan: planners give it, the reporter of the leading body answers for it, a third party verifies it.
TASK_ANSWERS = ("task:read", "task:answer")
TASK_PLANS = ("task:read", "task:plan", "imports:use")
# An evaluation of a plan: planners host it, reporters answer for their body, a third party checks, a leader approves.
EVALUATES = ("evaluation:read", "evaluation:prepare", "evaluation:approve")
EVALUATED = ("evaluation:read", "evaluation:report", "evaluation:comment")
CHECKS = ("evaluation:read", "evaluation:check")
FIRM = (
    *("voucher:read", "right:apply", "order:reserve", "order:cancel", "order:claim", "imports:use"),
    *("organisation:read", "organisation:declare"),
)
PROVIDER = ("voucher:read", "provider:apply", "order:deliver", "organisation:read", "organisation:declare")
COUNTY = ("voucher:read", "right:check_county", "organisation:read", "organisation:register", "imports:use")
CITY = (
    *(
        "voucher:read",
        "right:check_city",
        "order:check",
        "provider:check",
        "provider:list",
        "evidence:erase",
        "imports:use",
    ),
    *("organisation:read", "organisation:register"),
)
FINANCE = (
    *("voucher:read", "batch:prepare", "batch:check", "batch:record", "evidence:erase"),
    *("settlement:read", "settlement:prepare", "settlement:check", "settlement:confirm"),
)

# A leader reads everything of the place, looks at one page first, and decides what is asked of the own office.
LEADS = (
    "demand:read",
    "trial:read",
    "price_notice:read",
    "listing:read",
    *("transfer_report:read",),
    "contract:read",
    "attestation:read",
    *("brief:read", "brief:first", "task:read", "task:decide", "statistic:read", "promise:read", "voucher:read"),
    *("paper:read", *HEARS),
)

# A technology demand: firms set and answer, brokers also refine for others, offices check what comes in.
DEMANDS = ("demand:read", "demand:submit", "demand:prepare", "demand:answer")
REFINES = ("demand:read", "demand:submit", "demand:refine", "demand:answer")
DEMAND_DESK = ("demand:read", "demand:check")
# A notice of an agreed price: a unit's transfer office files it, who runs the market of the place oversees it.
FILES_PRICES = ("price_notice:read", "price_notice:file")
OVERSEES_PRICES = ("price_notice:read", "price_notice:oversee", "listing:read")
# A listing: the seller applies, the operator checks, lists and admits; who is interested, the operator alone reads.
OFFERS = ("listing:read", "listing:apply", "interest:read", "interest:register")
LISTS = ("listing:check", "interest:read")
# Rewards: completers ask, the transfer office draws sheets and reports, another in the unit decides objections;
# a department reads totals in yearly reports, never a sheet.
REWARDS = ("empowerment:read", "empowerment:handle", "reward:read", "reward:file", "transfer_report:read")
TOTALS = ("transfer_report:read",)

# Achievements and rights in technology: a unit's transfer office registers and offers, the market's operator checks,
# the register of rights enters, a completer agrees to the own share.
HOLDS = ("result:read", "result:submit", "result:prepare", "techright:read", "techright:apply")
CHECKS_RESULTS = ("result:read", "result:check", "deal:record", "techright:read")
ENTERS_RIGHTS = ("techright:read", "techright:enter", "result:read")

# Evaluation: a holder commissions and agrees to publication, a third party conducts, an office decides challenges.
COMMISSIONS = ("appraisal:read", "appraisal:request")
APPRAISES = ("appraisal:read", "appraisal:conduct")
OVERSEES_APPRAISALS = ("appraisal:read", "appraisal:oversee")
# Protection of intellectual property: holders report, the intake routes, an office of the node handles.
REPORTS_CASES = ("protection:read", "protection:report")

# Brokers: units enter their brokers and claim deals, clients confirm them, who runs the market keeps the register.
BROKERS_OWN = ("broker:read", "broker:apply", "brokerage:read", "brokerage:claim")
BROKERED_FOR = ("brokerage:read", "brokerage:consent")
BROKER_DESK = ("broker:read", "broker:enter", "brokerage:read")

# Attestation: a party of a deal asks, the operator examines, another person issues, amends and revokes.
CERTIFIED = ("attestation:read", "attestation:request")
CERTIFIES = ("attestation:read", "attestation:examine")

# Roadshows and other events: offices hold them, bodies sign up.
EVENT_DESK = ("event:read", "event:hold")
JOINS = ("event:read", "event:join")

# Trials before transfer and open licences: units offer and declare, firms ask and take, the market's operator checks.
TRIES = ("trial:read", "trial:ask", "open_licence:read", "open_licence:take")
LENDS = ("trial:read", "trial:offer", "open_licence:read", "open_licence:declare")
WATCHES = ("trial:read", "open_licence:read")

# Contracts: the seller's side brings them, the registering body's clerk recognises and registers.
BRINGS = ("contract:read", "contract:submit")
REGISTERS = ("contract:read", "contract:register", "contract:revoke", "organisation:read", "imports:use")

# Figures: whoever plans keeps the dictionary; offices enter what they answer for.
ENTERS = ("statistic:read", "statistic:enter", "imports:use")
COUNTS = (*ENTERS, "statistic:define")

# Draft is not submission: whoever only prepares holds these, whoever may submit holds both.
PREPARES = ("right:prepare", "order:prepare", "matter:prepare", "demand:prepare", "contract:prepare")
DRAWS = ("paper:read", "paper:draft", "paper:issue", "paper:templates")
# A sale: the operator prepares, admits and settles; another reviews; the auctioneer conducts; firms bid.
SELLS = ("sale:read", "sale:prepare", "sale:admit")
ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "firm_clerk": (
        OWN_BODY,
        (
            "disclosure:read",
            *FIRM,
            *HOLDS,
            *COMMISSIONS,
            *REPORTS_CASES,
            *BRINGS,
            *CERTIFIED,
            *DEMANDS,
            *TRIES,
            *BROKERED_FOR,
            "price_notice:read",
            *OFFERS,
            "sale:bid",
            "sale:read",
            *SUBMITS,
            *PREPARES,
            *JOINS,
            *HEARS,
            *ANSWERS,
            "hook:keep",
            "paper:read",
        ),
    ),
    "firm_preparer": (OWN_BODY, ("voucher:read", "matter:read", "demand:read", "organisation:read", *PREPARES, *HEARS)),
    "provider_clerk": (
        OWN_BODY,
        (
            *PROVIDER,
            *BRINGS,
            *BROKERED_FOR,
            "demand:read",
            "demand:answer",
            *SUBMITS,
            *JOINS,
            *HEARS,
            *ANSWERS,
            "hook:keep",
            "paper:read",
        ),
    ),
    "county_checker": (
        PLACE,
        (
            "task:read",
            "evaluation:read",
            "contract:read",
            *DEMAND_DESK,
            *WATCHES,
            *OVERSEES_PRICES,
            *OVERSEES_APPRAISALS,
            *TOTALS,
            "transfer_report:forward",
            *COUNTY,
            *ENTERS,
            *HANDLES,
            *BROKER_DESK,
            *EVENT_DESK,
            *WRITES,
            *DRAWS,
        ),
    ),
    "city_checker": (
        PLACE,
        (
            "task:read",
            "evaluation:read",
            *DEMAND_DESK,
            *WATCHES,
            *OVERSEES_PRICES,
            *OVERSEES_APPRAISALS,
            *TOTALS,
            "transfer_report:forward",
            *CITY,
            *ENTERS,
            *HANDLES,
            "round:open",
            *BROKER_DESK,
            *EVENT_DESK,
            *WRITES,
            *ASKS,
            *DRAWS,
        ),
    ),
    "budget_keeper": (
        PLACE,
        ("voucher:read", "budget:plan", "budget:approve", "imports:use", "task:read", *WRITES, *DRAWS),
    ),
    "finance": (PLACE, (*FINANCE, "opinion:give", "task:read", *WRITES, *DRAWS)),
    "auditor": (
        PLACE,
        (
            "demand:read",
            "price_notice:read",
            "listing:read",
            "contract:read",
            "attestation:read",
            "voucher:read",
            "order:audit",
            "order:reject",
            "personal:read",
            "settlement:read",
            "task:read",
            "task:verify",
            *CHECKS,
            "statistic:read",
            "promise:read",
            "promise:judge",
            *WRITES,
            *DRAWS,
        ),
    ),
    "planner": (
        PLACE,
        (
            "brief:read",
            "demand:read",
            "trial:read",
            "price_notice:read",
            "listing:read",
            "contract:read",
            "voucher:read",
            "policy:import",
            "policy:accept",
            "rule:propose",
            "policy:review",
            *TASK_PLANS,
            *EVALUATES,
            *COUNTS,
            *MEASURES,
            *WRITES,
            *ASKS,
            "year:close",
            "hook:keep",
            *DRAWS,
        ),
    ),
    "leader": (PLACE, (*LEADS, "evaluation:read", "evaluation:approve")),
    "reporter": (OWN_BODY, (*ANSWERS, *HEARS, *TASK_ANSWERS, *EVALUATED, "paper:read", "paper:draft")),
    "evaluator": (OWN_BODY, (*CHECKS, *APPRAISES, *HEARS, "paper:read")),
    "market_operator": (
        PLACE,
        (
            *SELLS,
            *CHECKS_RESULTS,
            *WATCHES,
            "open_licence:check",
            *CERTIFIES,
            *DEMAND_DESK,
            *OVERSEES_PRICES,
            *LISTS,
            *OVERSEES_APPRAISALS,
            "imports:use",
            *BROKER_DESK,
            *EVENT_DESK,
            *WRITES,
            *DRAWS,
        ),
    ),
    "market_reviewer": (PLACE, ("sale:read", "sale:approve", "attestation:read", "attestation:issue", *WRITES, *DRAWS)),
    "auctioneer": (PLACE, ("sale:read", "sale:conduct", *HEARS, "paper:read")),
    "broker": (
        OWN_BODY,
        (*REFINES, "organisation:read", "organisation:declare", *BROKERS_OWN, *JOINS, *HEARS, *ANSWERS, "paper:read"),
    ),
    "transfer_office": (
        OWN_BODY,
        (
            *HOLDS,
            *COMMISSIONS,
            *REPORTS_CASES,
            *SUBMITS,
            *BRINGS,
            *CERTIFIED,
            *FILES_PRICES,
            *OFFERS,
            *REWARDS,
            *LENDS,
            "transfer_report:file",
            "imports:use",
            "organisation:read",
            "organisation:declare",
            *BROKERS_OWN,
            *BROKERED_FOR,
            *JOINS,
            *HEARS,
            *ANSWERS,
            "hook:keep",
            "paper:read",
        ),
    ),
    "inventor": (
        OWN_BODY,
        ("result:own", "result:prepare", "matter:prepare", "empowerment:read", "empowerment:apply", *HEARS),
    ),
    "unit_decider": (
        OWN_BODY,
        ("reward:read", "reward:decide", "reward:pay", "empowerment:read", *HEARS, "paper:read"),
    ),
    "registrar": (PLACE, (*REGISTERS, *HANDLES, *WRITES, *DRAWS, "statistic:read")),
    "ip_intake": (PLACE, ("protection:read", "protection:intake", *WRITES, *DRAWS)),
    "ip_handler": (OWN_BODY, ("protection:read", "protection:handle", *HEARS, "paper:read")),
    "rights_registrar": (PLACE, (*ENTERS_RIGHTS, *WRITES, *DRAWS)),
    "body_keeper": (OWN_BODY, ("people:keep", "people:read", "disclosure:read", "case:assign", "hook:keep", *HEARS)),
    "node_keeper": (NODE, ("node:keep", "people:keep", "people:read", "body:keep", "notice:receive")),
}
# Which kinds of bodies may have a role; a role that is not named here may stand in any body.
OFFICES = ("office", "department", "finance", "audit", "county_office", "government", "market_operator")
FIRMS = ("enterprise", "startup_team", "university", "institute", "hospital", "social_organisation", "other")
BROKERS = ("service_provider", "university", "institute", "social_organisation", "enterprise")
HOUSES = ("service_provider", "testing_centre", "design_house", "university", "institute")
KINDS: dict[str, tuple[str, ...]] = {
    "firm_clerk": FIRMS,
    "firm_preparer": FIRMS,
    "provider_clerk": HOUSES,
    "broker": BROKERS,
    "transfer_office": (*FIRMS, *HOUSES),
    "inventor": (*FIRMS, *HOUSES),
    "unit_decider": (*FIRMS, *HOUSES),
    **dict.fromkeys(
        ("county_checker", "city_checker", "budget_keeper", "finance", "auditor", "planner", "leader", "registrar"),
        OFFICES,
    ),
    **dict.fromkeys(
        ("market_operator", "market_reviewer", "auctioneer", "rights_registrar", "ip_intake"),
        ("market_operator", "exchange", "office", "department"),
    ),
}


def register() -> None:
    """Make all roles known to the permission checks."""
    for code, (reach, permissions) in ROLES.items():
        register_role(code, reach, (*permissions, *EVERYBODY), KINDS.get(code, ()))
