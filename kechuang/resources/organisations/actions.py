"""The only writers of the register of organisations: every version passes the gateway."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.crypto import salted_hmac

from kechuang.casework.act import Item, Outcome, act, act_many
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.kernel.identify.text import compact
from kechuang.resources.organisations import queries, rules
from kechuang.resources.organisations.models import Organisation, OrganisationVersion, Tie
from kechuang.resources.organisations.rules import MOVES, Register, Revise, Rows, Values, Version, Withdraw
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor


def person_party(number: str) -> str:
    """Give the reference of a natural person from an identity number: a keyed hash, the number is not kept."""
    return f"person/{salted_hmac('kechuang.resources.party', compact(number), algorithm='sha256').hexdigest()[:32]}"


def unnamed_party(name: str, body: UUID) -> str:
    """Give the reference of a party known by name only: it never matches another organisation's parties."""
    return f"named/{salted_hmac('kechuang.resources.party', f'{body}:{name}', algorithm='sha256').hexdigest()[:32]}"


def register(
    values: Values,
    *,
    by: Actor,
    key: str,
    office: Body,
    body: UUID | None = None,
    own_code: str = "",
    names: dict[str, str] | None = None,
    on: date | None = None,
) -> Outcome:
    """Enter an organisation; without ``body`` a new body is made for it."""
    request = registration(values, office=office, body=body, own_code=own_code, names=names)
    return act(REGISTER, request, by=by, key=key, on=on)


def register_many(requests: Sequence[Item[Register]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Enter many organisations, each decided alone; see :func:`registration`."""
    return act_many(REGISTER, requests, by=by, on=on)


def registration(
    values: Values,
    *,
    office: Body,
    body: UUID | None = None,
    own_code: str = "",
    names: dict[str, str] | None = None,
) -> Register:
    """Give the request that enters an organisation at an office."""
    identifier = body or chance.uuid7()
    return Register(
        case=chance.uuid7(),
        body=identifier,
        authority=office.authority,
        office=office.pk,
        values=values,
        own_code=own_code or f"own-{identifier.hex[:24]}",
        names=names or {},
    )


def revise(request: Revise, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Bring a record up to date as an office."""
    return act(REVISE, request, by=by, key=key, on=on)


def declare(request: Revise, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Bring a record up to date as the organisation itself."""
    return act(DECLARE, request, by=by, key=key, on=on)


def withdraw(request: Withdraw, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Take a record off the register."""
    return act(WITHDRAW, request, by=by, key=key, on=on)


def _touch_case(request: Revise | Withdraw) -> Touched:
    return Touched(cases=(request.case,))


def _load_new(requests: Sequence[Register]) -> Rows:
    codes = [compact(request.values.credit_code) for request in requests]
    accounts = queries.accounts(codes)
    rows = queries.known(bodies=[*accounts.values(), *(request.body for request in requests)], codes=codes)
    rows.accounts = accounts
    return rows


def _load_revised(requests: Sequence[Revise]) -> Rows:
    cases = [request.case for request in requests]
    return queries.known(cases=cases, codes=[compact(request.values.credit_code) for request in requests])


def _load_cases(requests: Sequence[Withdraw]) -> Rows:
    return queries.known(cases=[request.case for request in requests])


def _remember(rows: Rows, _request: object, decision: rules.Decision) -> None:
    version = decision.rows
    if isinstance(version, Version):
        rows.keep(rules.Known(version.body, version.version, version.values, withdrawn=version.withdrawn))


def _project_new(done: Sequence[Done[Register]]) -> None:
    versions = _versions(done)
    requests = {version.body: entry.request for entry, version in zip(done, versions, strict=True)}
    _make_bodies({body: request.own_code for body, request in requests.items()}, versions)
    Organisation.objects.bulk_create(
        [_row(version, requests[version.body].case) for version in versions],
        update_conflicts=True,
        unique_fields=["body"],
        update_fields=["case", *_COLUMNS],
    )
    _write_ties(versions)
    _write_history(versions)


def _project_revised(done: Sequence[Done[Revise]]) -> None:
    versions = _versions(done)
    latest = _latest(versions)
    Organisation.objects.bulk_update([_row(version) for version in latest], _COLUMNS)
    Body.objects.bulk_update([_body(version) for version in latest], ["name", "name_en", "place"])
    _write_ties(latest)
    _write_history(versions)


def _project_withdrawn(done: Sequence[Done[Withdraw]]) -> None:
    versions = _versions(done)
    Organisation.objects.bulk_update([_row(version) for version in _latest(versions)], _COLUMNS)
    _write_history(versions)


_COLUMNS = (
    *("credit_code", "name", "name_en", "kind", "place", "industry", "staff", "sales", "sales_year", "founded_on"),
    *("version", "revised_on", "withdrawn_on"),
)


def _versions[Q](done: Sequence[Done[Q]]) -> list[Version]:
    return [entry.decision.rows for entry in done if isinstance(entry.decision.rows, Version)]


def _latest(versions: Sequence[Version]) -> list[Version]:
    return list({version.body: version for version in versions}.values())


def _row(version: Version, case: UUID | None = None) -> Organisation:
    values = version.values
    plain = {name: getattr(values, name) for name in _COLUMNS if hasattr(values, name)}
    return Organisation(
        body_id=version.body,
        case_id=case,
        version=version.version,
        revised_on=version.on,
        withdrawn_on=version.on if version.withdrawn else None,
        **plain,
    )


def _make_bodies(own_codes: Mapping[UUID, str], versions: Sequence[Version]) -> None:
    known = set(Body.objects.filter(pk__in=own_codes).values_list("pk", flat=True))
    new = [_body(version, own_codes[version.body]) for version in versions if version.body not in known]
    Body.objects.bulk_create(new)


def _body(version: Version, own_code: str = "") -> Body:
    values = version.values
    return Body(
        pk=version.body,
        code=values.credit_code or own_code,
        name=values.name,
        name_en=values.name_en,
        kind=values.kind,
        place=values.place,
        valid_from=values.founded_on or version.on,
    )


def _write_ties(versions: Sequence[Version]) -> None:
    """Replace the ties of the records; a party whose name is not given again keeps the one it had."""
    held = Tie.objects.filter(organisation__in=[version.body for version in versions])
    known = {(body, party): name for body, party, name in held.values_list("organisation_id", "party", "name")}
    held.delete()
    Tie.objects.bulk_create(
        [
            Tie(
                organisation_id=version.body,
                role=role,
                party=entry.party,
                name=version.names.get(entry.party) or known.get((version.body, entry.party), ""),
                share=entry.share,
            )
            for version in versions
            for role, entries in (
                (Tie.SHAREHOLDER, version.values.shareholders),
                (Tie.CONTROLLER, version.values.controllers),
            )
            for entry in entries
        ]
    )


def _write_history(versions: Sequence[Version]) -> None:
    OrganisationVersion.objects.bulk_create(
        [
            OrganisationVersion(
                organisation_id=version.body,
                version=version.version,
                on=version.on,
                values=queries.plain(version.values) | ({"withdrawn": True} if version.withdrawn else {}),
            )
            for version in versions
        ]
    )


REGISTER = register_act(
    ActKind(
        MOVES,
        "register",
        lambda _request: Touched(),
        rules.decide_register,
        _load_new,
        _project_new,
        remember=_remember,
        place=lambda request: request.values.place,
        bodies=lambda request: (request.office,),
    )
)
REVISE = register_act(
    ActKind(MOVES, "revise", _touch_case, rules.decide_revise, _load_revised, _project_revised, remember=_remember)
)
DECLARE = register_act(
    ActKind(MOVES, "declare", _touch_case, rules.decide_declare, _load_revised, _project_revised, remember=_remember)
)
WITHDRAW = register_act(
    ActKind(MOVES, "withdraw", _touch_case, rules.decide_withdraw, _load_cases, _project_withdrawn, remember=_remember)
)
