"""Types, subtypes and code lists of technology contracts. Pure. Codes are for ever; words stand in the catalogues.

Five types since the Civil Code (chapter 20); four before, by the recognition rules of 2001, in which a licence was a
kind of transfer. The subtypes are those of the registration form; confidence G where no text was read.
"""

from collections.abc import Mapping

DEVELOPMENT, TRANSFER, LICENCE, CONSULTATION, SERVICE = "development", "transfer", "licence", "consultation", "service"
TYPES = (DEVELOPMENT, TRANSFER, LICENCE, CONSULTATION, SERVICE)

_RIGHTS = ("patent", "application", "know_how", "software", "layout", "plant_variety", "biomedicine")
SUBTYPES: Mapping[str, tuple[str, ...]] = {
    DEVELOPMENT: ("entrusted", "cooperative"),
    TRANSFER: _RIGHTS,
    LICENCE: tuple(each for each in _RIGHTS if each != "application"),
    CONSULTATION: ("feasibility", "forecast", "survey", "evaluation"),
    SERVICE: ("problem", "training", "intermediary"),
}
# How the five types are counted among the four of the time before 2021.
FORMER: Mapping[str, str] = {**{each: each for each in TYPES}, LICENCE: TRANSFER}

WRITTEN, ELECTRONIC, ORAL = "written", "electronic", "oral"
FORMS = (WRITTEN, ELECTRONIC, ORAL)

FREE, LUMP, INSTALMENTS, ROYALTY, ENTRY_ROYALTY = "free", "lump", "instalments", "royalty", "entry_royalty"
PAYMENTS = (LUMP, INSTALMENTS, ROYALTY, ENTRY_ROYALTY, FREE)
ROYALTIES = frozenset({ROYALTY, ENTRY_ROYALTY})
# Civil Code Art. 846: what a royalty is taken from, and how its rate moves.
BASES = ("price", "output", "profit", "sales")
RATES = ("fixed", "rising", "falling")

EQUIPMENT, INSTRUMENT, PART, MATERIAL, OTHER = "equipment", "instrument", "part", "material", "other"
DEDUCTIONS = (EQUIPMENT, INSTRUMENT, PART, MATERIAL, OTHER)
GOODS = frozenset({EQUIPMENT, INSTRUMENT, PART, MATERIAL})

DOMESTIC, IMPORT, EXPORT = "domestic", "import", "export"
TRADES = (DOMESTIC, IMPORT, EXPORT)
PROHIBITED, RESTRICTED, OPEN_LIST = "prohibited", "restricted", "free"
LISTS = (PROHIBITED, RESTRICTED, OPEN_LIST)

EXCLUSIVE, SOLE, ORDINARY = "exclusive", "sole", "ordinary"
LICENCES = (ORDINARY, SOLE, EXCLUSIVE)

RIGHTS = (
    *("invention", "utility", "design", "application", "software", "layout"),
    *("plant_variety", "know_how", "none"),
)
PATENTS = frozenset({"invention", "utility", "design", "application"})

# Fields of technology, purposes and plan sources as the national registration form lists them (G).
FIELDS = (
    *("electronics", "aerospace", "manufacturing", "biomedicine", "materials", "energy"),
    *("environment", "nuclear", "agriculture", "transport", "urban"),
)
PURPOSES = (
    *("earth", "environment", "space", "transport", "energy", "industry", "health", "agriculture"),
    *("education", "culture", "society", "knowledge", "defence_civil", "others"),
)
PLANS = ("none", "national", "department", "province", "city")
PARTY_KINDS = ("enterprise", "university", "institute", "hospital", "government", "individual", "abroad", "other")

POLICIES = ("vat", "income_tax", "super_deduction", "subsidy", "reward")
