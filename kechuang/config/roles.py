"""The roles of a node: which permissions a duty carries, and how far they reach.

The words for a role stand in the catalogues under its code. Places are those of the body that grants the role.
"""

from kechuang.web.permissions import NODE, OWN_BODY, PLACE, register_role

FIRM = (
    *("voucher:read", "right:apply", "order:reserve", "order:cancel", "order:claim"),
    *("organisation:read", "organisation:declare"),
)
PROVIDER = ("voucher:read", "provider:apply", "order:deliver", "organisation:read", "organisation:declare")
COUNTY = ("voucher:read", "right:check_county", "organisation:read", "organisation:register")
CITY = (
    *("voucher:read", "right:check_city", "order:check", "provider:check", "provider:list"),
    *("organisation:read", "organisation:register"),
)
FINANCE = (
    *("voucher:read", "batch:prepare", "batch:check", "batch:record"),
    *("settlement:read", "settlement:prepare", "settlement:check", "settlement:confirm"),
)

ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "firm_clerk": (OWN_BODY, FIRM),
    "provider_clerk": (OWN_BODY, PROVIDER),
    "county_checker": (PLACE, COUNTY),
    "city_checker": (PLACE, CITY),
    "budget_keeper": (PLACE, ("voucher:read", "budget:plan", "budget:approve")),
    "finance": (PLACE, FINANCE),
    "auditor": (PLACE, ("voucher:read", "order:audit", "order:reject", "personal:read", "settlement:read")),
    "planner": (PLACE, ("voucher:read", "policy:import", "policy:accept")),
    "node_keeper": (NODE, ("node:keep", "people:keep")),
}


def register() -> None:
    """Make all roles known to the permission checks."""
    for code, (reach, permissions) in ROLES.items():
        register_role(code, reach, permissions)
