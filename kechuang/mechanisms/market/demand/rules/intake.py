"""A demand comes in: what makes it one, what is refused by name, what the office is told. Pure."""

from decimal import Decimal

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.identify.classify import read_high_tech_field, read_ipc
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand import facts
from kechuang.mechanisms.market.demand.rules import law, signs
from kechuang.mechanisms.market.demand.rules.law import Ruled
from kechuang.mechanisms.market.demand.rules.requests import (
    MODES,
    PAYS,
    SENSES,
    WISHES,
    Loaded,
    Open,
    Owner,
    Put,
    Refined,
    Target,
    Terms,
)
from kechuang.policy.likeness import sample
from kechuang.rulebook.quoting import cited, number, whole

LONGEST_TITLE, LONGEST = 80, 4000
MOST_TARGETS, MOST_WORDS, LONGEST_WORD = 8, 12, 30
READINESS = range(1, 10)
MARKS = 24


def submit(scene: Scene[Loaded], request: Open) -> Ruled:
    """The owner, or an intermediary that the owner entrusted, sets the demand."""
    return _come_in(scene, request, facts.DemandSubmitted)


def take_in(scene: Scene[Loaded], request: Open) -> Ruled:
    """An office takes the demand in for its owner."""
    return _come_in(scene, request, facts.DemandTakenIn)


def _come_in(
    scene: Scene[Loaded], request: Open, left: type[facts.DemandSubmitted] | type[facts.DemandTakenIn]
) -> Ruled:
    terms, place = request.terms, request.place
    owner = scene.rows.owners.get(request.holder, Owner())
    text_sample = sample(terms.all_text())
    refusal = (
        unfit(terms.title, terms.background, terms.targets, terms.keywords, terms.ipc)
        or _unfit_terms(scene, place, terms)
        or _unfit_budget(scene, place, terms, owner)
        or _posing(terms, owner)
        or _advertisement(scene, place, terms)
        or _copied(scene, request, text_sample)
    )
    if refusal:
        return refusal
    flags = _flags(scene, request, owner, text_sample)
    band = law.band(scene.law, place, scene.on, terms.budget)
    due_on = law.term(scene, "demand.intake_days", place)
    fact = left(
        place=place,
        list_type=terms.list_type,
        field=terms.field,
        band=band,
        scene=terms.scene is not None,
        channel=request.channel,
        owner=law.body(request.holder),
        title=terms.title.strip(),
        background=terms.background.strip(),
        targets=tuple(each.words() for each in terms.targets),
        budget_yuan=terms.budget,
        budget_insisted=terms.budget_insisted,
        flags=flags,
        behalf=terms.behalf_code,
    )
    case = NewCase(
        id=request.case,
        kind="market.demand",
        authority=request.authority,
        state="SUBMITTED",
        place=place,
        title=terms.title.strip(),
        office=request.office,
        holder=request.holder,
        amount=terms.budget,
        due_on=due_on,
        number_series=f"{request.authority}-XQ",
    )
    values = {**columns(terms), "band": band, "flags": list(flags), "sample": list(text_sample)}
    values["channel"] = request.channel
    adds = (*target_rows(terms.targets), *mark_rows(text_sample))
    put = Put(case=request.case, values=values, new=True, adds=adds)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def target_rows(targets: tuple[Target, ...]) -> tuple[tuple[str, dict[str, object]], ...]:
    """Give the rows of targets, in order."""
    return tuple(
        (
            "target",
            {
                "order": at,
                "indicator": each.indicator.strip(),
                "unit": each.unit.strip(),
                "current": None if each.current is None else f"{each.current:f}",
                "target": f"{each.target:f}",
                "sense": each.sense,
                "method": each.method.strip(),
            },
        )
        for at, each in enumerate(targets)
    )


def mark_rows(found: tuple[int, ...]) -> tuple[tuple[str, dict[str, object]], ...]:
    """Give the smallest marks of a text, by which other demands with shared stretches are found again."""
    return tuple(("mark", {"mark": each}) for each in found[:MARKS])


def columns(terms: Terms) -> dict[str, object]:
    """Give the columns of a demand's row."""
    scene = terms.scene
    return {
        "list_type": terms.list_type,
        "field": terms.field,
        "background": terms.background.strip(),
        "keywords": "、".join(terms.keywords),
        "ipc": list(terms.ipc),
        "constraints": terms.constraints.strip(),
        "budget": terms.budget,
        "pays": terms.pays,
        "needed_by": terms.needed_by,
        "mode": terms.mode,
        "wish": terms.wish,
        "masked": terms.masked,
        "open_details": terms.open_details,
        "readiness": terms.readiness,
        "region": terms.region,
        "is_scene": scene is not None,
        "scene_location": scene.location.strip() if scene else "",
        "scene_data": scene.data.strip() if scene else "",
        "scene_purchase": scene.purchase.strip() if scene else "",
        "behalf_code": terms.behalf_code,
        "behalf_name": terms.behalf_name.strip(),
        "asked_until": terms.valid_until,
    }


def unfit(
    title: str, background: str, targets: tuple[Target, ...], keywords: tuple[str, ...], ipc: tuple[str, ...]
) -> Refusal | None:
    """Refuse words and targets that make no demand."""
    if not title.strip():
        return Refusal("demand.no_title", place="title")
    if len(title.strip()) > LONGEST_TITLE:
        return Refusal("demand.title_too_long", {"limit": LONGEST_TITLE}, place="title")
    if not background.strip():
        return Refusal("demand.no_background", place="background")
    if len(background) > LONGEST:
        return Refusal("demand.text_too_long", {"limit": LONGEST}, place="background")
    if not targets:
        return Refusal("demand.no_target", place="indicator_0")
    if len(targets) > MOST_TARGETS:
        return Refusal("demand.too_many_targets", {"limit": MOST_TARGETS}, place="indicator_0")
    for at, each in enumerate(targets):
        refusal = _unfit_target(each, at)
        if refusal:
            return refusal
    if len(keywords) > MOST_WORDS or any(len(each) > LONGEST_WORD for each in keywords):
        return Refusal("demand.too_many_words", {"limit": MOST_WORDS}, place="keywords")
    for symbol in ipc:
        if (reading := read_ipc(symbol)).fault:
            return Refusal(reading.fault.code, dict(reading.fault.values), place="ipc")
    return None


def _unfit_target(each: Target, at: int) -> Refusal | None:
    if not each.indicator.strip():
        return Refusal("demand.target_without_indicator", {"number": at + 1}, place=f"indicator_{at}")
    if not each.unit.strip():
        return Refusal("demand.target_without_unit", {"indicator": each.indicator}, place=f"unit_{at}")
    if not each.method.strip():
        return Refusal("demand.target_without_method", {"indicator": each.indicator}, place=f"method_{at}")
    if each.sense not in SENSES:
        return Refusal("demand.sense_unknown", {"sense": each.sense}, place=f"target_{at}")
    if each.current is not None and each.met_by(each.current):
        values = {"indicator": each.indicator, "current": f"{each.current:f}", "target": f"{each.target:f}"}
        return Refusal("demand.target_met_already", values, place=f"target_{at}")
    return None


def _unfit_terms(scene: Scene[Loaded], place: str, terms: Terms) -> Refusal | None:
    known = law.lists(scene.law, place, scene.on)
    answer = scene.law.ask("demand.lists", place=place, on=scene.on)
    if known and terms.list_type not in known:
        codes = ", ".join(f"demand.list.{code}" for code in known)
        return Refusal("demand.list_needed", {"known_codes": codes, **cited(answer)}, place="list_type")
    if terms.field and (reading := read_high_tech_field(terms.field)).fault:
        return Refusal(reading.fault.code, dict(reading.fault.values), place="field")
    if not terms.field:
        return Refusal("demand.no_field", place="field")
    if terms.mode not in MODES or terms.wish not in WISHES or terms.pays not in PAYS:
        return Refusal("demand.choice_unknown", {"choice": f"{terms.mode} {terms.wish} {terms.pays}"}, place="mode")
    if terms.readiness is not None and terms.readiness not in READINESS:
        return Refusal("demand.readiness_unknown", {"level": terms.readiness}, place="readiness")
    if terms.needed_by is not None and terms.needed_by <= scene.on:
        return Refusal("demand.needed_by_past", {"day": terms.needed_by, "today": scene.on}, place="needed_by")
    if terms.scene is not None and not terms.scene.location.strip():
        return Refusal("demand.scene_without_location", place="scene_location")
    until = law.validity(scene, place, terms.valid_until)
    return until if isinstance(until, Refusal) else None


def _unfit_budget(scene: Scene[Loaded], place: str, terms: Terms, owner: Owner) -> Refusal | None:
    if terms.budget is None:
        return None
    if terms.budget <= 0:
        return Refusal("demand.no_budget", {"budget_yuan": terms.budget}, place="budget")
    meant = doubted(scene, place, terms.budget, owner)
    if meant is None or terms.budget_insisted:
        return None
    values = {"budget_yuan": terms.budget, "meant_yuan": meant, "sales_yuan": owner.sales or Decimal(0)}
    code = "demand.budget_above_sales" if owner.sales else "demand.budget_doubted"
    answer = scene.law.ask("demand.budget.sales_multiple" if owner.sales else "demand.budget.doubted_yuan",
                           place=place, on=scene.on)  # fmt: skip
    return Refusal(code, {**values, **cited(answer)}, place="budget")


def doubted(scene: Scene[Loaded], place: str, amount: Decimal, owner: Owner) -> Decimal | None:
    """Give what was probably meant where an amount seems to be in the wrong unit."""
    most = number(scene.law.ask("demand.budget.sales_multiple", place=place, on=scene.on))
    limit = number(scene.law.ask("demand.budget.doubted_yuan", place=place, on=scene.on))
    return signs.other_unit(amount, owner.sales, most, limit)


def _posing(terms: Terms, owner: Owner) -> Refusal | None:
    """An intermediary names the firm that entrusted it; a firm that speaks for itself names nobody."""
    if terms.behalf_code and (reading := read_credit_code(terms.behalf_code)).fault:
        return Refusal(reading.fault.code, dict(reading.fault.values), place="behalf_code")
    if bool(terms.behalf_code) != bool(terms.behalf_name.strip()):
        return Refusal("demand.behalf_incomplete", place="behalf_name" if terms.behalf_code else "behalf_code")
    if signs.is_intermediary(owner) and not terms.behalf_code:
        return Refusal("demand.consultancy_as_owner", {"name": owner.name}, place="behalf_code")
    return None


def _points(scene: Scene[Loaded], place: str, found: tuple[tuple[str, str], ...]) -> int:
    table = law.table(scene.law.ask("demand.advertisement.signs", place=place, on=scene.on))
    points = {str(row["code"]): row["points"] for row in table.rows} if table else {}
    return sum(value for code, _words in found if isinstance(value := points.get(code), int))


def _advertisement(scene: Scene[Loaded], place: str, terms: Terms) -> Refusal | None:
    found = signs.advertising(terms.all_text())
    answer = scene.law.ask("demand.advertisement.refused_points", place=place, on=scene.on)
    limit, points = whole(answer, 0), _points(scene, place, found)
    if not limit or points < limit:
        return None
    said = "、".join(words for _code, words in found)
    return Refusal("demand.advertisement", {"words": said, "points": points, "limit": limit, **cited(answer)},
                   place="background")  # fmt: skip


def _copied(scene: Scene[Loaded], request: Open, found: tuple[int, ...]) -> Refusal | None:
    answer = scene.law.ask("demand.copy.refused_share", place=request.place, on=scene.on)
    limit = number(answer)
    alike = signs.most_alike(found, scene.rows.near.get(request.case, ()))
    if alike is None or limit is None or alike.share < limit:
        return None
    values = {"number": alike.near.number, "shared_share": alike.share, "limit_share": limit, **cited(answer)}
    code = "demand.copy_of_own" if alike.near.holder == request.holder else "demand.copy_of_other"
    return Refusal(code, values, place="background")


def _flags(scene: Scene[Loaded], request: Open, owner: Owner, found: tuple[int, ...]) -> tuple[str, ...]:
    """Give what the office is told, as codes with what shows them: nothing here stops a demand by itself."""
    terms, flags = request.terms, []
    flags += [f"advertisement:{words}" for _code, words in signs.advertising(terms.all_text())]
    limit = number(scene.law.ask("demand.copy.flagged_share", place=request.place, on=scene.on))
    alike = signs.most_alike(found, scene.rows.near.get(request.case, ()))
    if alike and limit is not None and alike.share >= limit:
        flags.append(f"copy:{alike.near.number}")
    if terms.budget and terms.budget_insisted and doubted(scene, request.place, terms.budget, owner) is not None:
        flags.append("budget_insisted")
    if signs.is_intermediary(owner):
        flags.append(f"on_behalf:{terms.behalf_name.strip()}")
    if all(each.current is None for each in terms.targets):
        flags.append("no_current_value")
    return tuple(flags)


def refined_of(refined: Refined) -> dict[str, object]:
    """Give a proposal as JSON, to be kept until the owner has answered."""
    return {
        "title": refined.title.strip(),
        "background": refined.background.strip(),
        "targets": [row for _table, row in target_rows(refined.targets)],
        "keywords": list(refined.keywords),
        "ipc": list(refined.ipc),
        "constraints": refined.constraints.strip(),
    }
