"""Foreign keys point to the same or a lower layer, and none enters or leaves the ledger."""

from django.apps import apps

# Lower levels first; the parts of casework stand one above another too.
LEVELS = (
    ("accounts",),
    ("web",),
    ("identity", "documents"),
    ("ledger", "rulebook"),
    ("casework",),
    ("posts", "files", "disclosures"),
    ("notices", "elements"),
    ("imports", "papers"),
    ("standard",),
    ("matters", "briefing"),
    ("resources", "policy"),
    ("policy_review", "policy_works", "policy_filing"),
    ("market_demand", "market_result"),
    ("market_auction", "market_listing", "market_notice"),
    ("market_contract", "sharing", "delivery_task", "delivery_statistic", "delivery_evaluation", "indicators"),
    (
        "promises",
        "market_ocds",
        "market_overview",
        "market_reward",
        "market_trial",
        "market_broker",
        "market_roadshow",
        "market_attestation",
        "market_appraisal",
        "market_protection",
    ),
    ("node",),
)
LEVEL = {label: level for level, labels in enumerate(LEVELS) for label in labels}


def relations():
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("kechuang."):
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model is not None:
                yield model._meta.app_label, field.related_model._meta.app_label, f"{model.__name__}.{field.name}"


def test_foreign_keys_never_point_upwards_or_sideways():
    wrong = [
        (source, target, field)
        for source, target, field in relations()
        if source != target and LEVEL[target] >= LEVEL[source]
    ]

    assert wrong == []


def test_no_foreign_key_enters_or_leaves_the_ledger():
    assert [row for row in relations() if "ledger" in row[:2] and row[0] != row[1]] == []


def test_every_app_of_the_product_has_a_level():
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("kechuang.")}

    assert labels <= set(LEVEL)
