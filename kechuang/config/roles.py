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
    *("brief:read", "brief:first", "task:read", "task:decide", "statistic:read", "promise:read", "voucher:read"),
    *("paper:read", *HEARS),
)

# Figures: whoever plans keeps the dictionary; offices enter what they answer for.
ENTERS = ("statistic:read", "statistic:enter", "imports:use")
COUNTS = (*ENTERS, "statistic:define")

# Draft is not submission: whoever only prepares holds these, whoever may submit holds both.
PREPARES = ("right:prepare", "order:prepare", "matter:prepare")
DRAWS = ("paper:read", "paper:draft", "paper:issue", "paper:templates")
ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "firm_clerk": (
        OWN_BODY,
        ("disclosure:read", *FIRM, *SUBMITS, *PREPARES, *HEARS, *ANSWERS, "hook:keep", "paper:read"),
    ),
    "firm_preparer": (OWN_BODY, ("voucher:read", "matter:read", "organisation:read", *PREPARES, *HEARS)),
    "provider_clerk": (OWN_BODY, (*PROVIDER, *SUBMITS, *HEARS, *ANSWERS, "hook:keep", "paper:read")),
    "county_checker": (PLACE, ("task:read", "evaluation:read", *COUNTY, *ENTERS, *HANDLES, *WRITES, *DRAWS)),
    "city_checker": (
        PLACE,
        ("task:read", "evaluation:read", *CITY, *ENTERS, *HANDLES, "round:open", *WRITES, *ASKS, *DRAWS),
    ),
    "budget_keeper": (
        PLACE,
        ("voucher:read", "budget:plan", "budget:approve", "imports:use", "task:read", *WRITES, *DRAWS),
    ),
    "finance": (PLACE, (*FINANCE, "opinion:give", "task:read", *WRITES, *DRAWS)),
    "auditor": (
        PLACE,
        (
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
    "evaluator": (OWN_BODY, (*CHECKS, *HEARS, "paper:read")),
    "body_keeper": (OWN_BODY, ("people:keep", "people:read", "disclosure:read", "case:assign", "hook:keep", *HEARS)),
    "node_keeper": (NODE, ("node:keep", "people:keep", "people:read", "body:keep", "notice:receive")),
}
# Which kinds of bodies may have a role; a role that is not named here may stand in any body.
OFFICES = ("office", "department", "finance", "audit", "county_office", "government", "market_operator")
FIRMS = ("enterprise", "startup_team", "university", "institute", "hospital", "social_organisation", "other")
HOUSES = ("service_provider", "testing_centre", "design_house", "university", "institute")
KINDS: dict[str, tuple[str, ...]] = {
    "firm_clerk": FIRMS,
    "firm_preparer": FIRMS,
    "provider_clerk": HOUSES,
    **dict.fromkeys(
        ("county_checker", "city_checker", "budget_keeper", "finance", "auditor", "planner", "leader"), OFFICES
    ),
}


def register() -> None:
    """Make all roles known to the permission checks."""
    for code, (reach, permissions) in ROLES.items():
        register_role(code, reach, (*permissions, *EVERYBODY), KINDS.get(code, ()))
