"""Which fields of a release are left out when releases are merged, and which lists are replaced whole. Pure.

Every other object is merged field by field, every other list of objects by the ``id`` of its members. The fields are
those of the release schema of the Open Contracting Data Standard 1.1 (``omitWhenMerged``, ``wholeListMerge``, lists of
plain values, and lists whose objects have no ``id``); a test holds the table against the schema.
"""

OMITTED = ("id", "date", "tag", "links")

_DOCUMENT = ("languages", "relatedItems")
_PLACES = ("deliveryLocations", "deliveryAddresses")
_ITEM = ("additionalClassifications", *_PLACES)
_CHANGES = ("amendments.changes", "amendment.changes")
_OTHER_NAMES = "additionalIdentifiers"


def _under(path: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{path}.{name}" for name in names)


REPLACED = (
    *_under("parties", (_OTHER_NAMES, "roles", "details.classifications")),
    f"buyer.{_OTHER_NAMES}",
    "planning.project.additionalClassifications",
    "planning.project.locations",
    *_under("planning.documents", _DOCUMENT),
    *_under("planning.milestones.documents", _DOCUMENT),
    *_under("tender", ("identifiers", *_PLACES, "additionalProcurementCategories", "submissionMethod", *_CHANGES)),
    f"tender.procuringEntity.{_OTHER_NAMES}",
    f"tender.tenderers.{_OTHER_NAMES}",
    *_under("tender.items", _ITEM),
    *_under("tender.documents", _DOCUMENT),
    *_under("tender.milestones.documents", _DOCUMENT),
    f"awards.suppliers.{_OTHER_NAMES}",
    *_under("awards.items", _ITEM),
    *_under("awards.documents", _DOCUMENT),
    *_under("awards", _CHANGES),
    *_under("contracts", ("identifiers", "relatedProcesses.relationship", *_CHANGES)),
    *_under("contracts.items", _ITEM),
    *_under("contracts.documents", _DOCUMENT),
    *_under("contracts.milestones.documents", _DOCUMENT),
    *_under("contracts.implementation.documents", _DOCUMENT),
    *_under("contracts.implementation.milestones.documents", _DOCUMENT),
    f"contracts.implementation.transactions.payer.{_OTHER_NAMES}",
    f"contracts.implementation.transactions.payee.{_OTHER_NAMES}",
    "relatedProcesses.relationship",
)


def table() -> dict[tuple[str, ...], str]:
    """Give the rules by path, as the merger takes them."""
    left_out = {(name,): "omitWhenMerged" for name in OMITTED}
    return left_out | {tuple(path.split(".")): "wholeListMerge" for path in REPLACED}
