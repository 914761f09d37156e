"""The roles of a node: which permissions a duty carries, and how far they reach.

The words for a role stand in the catalogues under ``role.<code>``. Places are those of the body that grants the role.
"""

from kechuang.web.permissions import NODE, OWN_BODY, PLACE, register_role

FIRM = ("right:apply", "order:reserve", "order:cancel", "order:claim", "voucher:read", "organisation:revise")
COUNTY = ("right:check_county", "voucher:read", "organisation:read", "organisation:register")

ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "firm_clerk": (OWN_BODY, FIRM),
    "provider_clerk": (OWN_BODY, ("provider:apply", "order:deliver", "voucher:read", "organisation:revise")),
    "county_checker": (PLACE, COUNTY),
    "city_checker": (
        PLACE,
        ("right:check_city", "order:check", "provider:check", "provider:list", "voucher:read", "organisation:read"),
    ),
    "budget_keeper": (PLACE, ("budget:plan", "budget:approve", "voucher:read")),
    "finance": (
        PLACE,
        (
            "batch:prepare",
            "batch:check",
            "batch:record",
            "voucher:read",
            "settlement:read",
            "settlement:prepare",
            "settlement:check",
            "settlement:confirm",
        ),
    ),
    "auditor": (PLACE, ("order:audit", "order:reject", "voucher:read", "personal:read", "settlement:read")),
    "planner": (PLACE, ("policy:import", "policy:accept", "policy:read", "voucher:read")),
    "node_keeper": (NODE, ("node:keep", "people:keep", "demo:move_day")),
}


def register() -> None:
    """Make all roles known to the permission checks."""
    for code, (reach, permissions) in ROLES.items():
        register_role(code, reach, permissions)
