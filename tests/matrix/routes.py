"""Every address of the node, from the URL table and from the interface's schema, with what it declares.

A new address is walked by itself. Only where it names a new kind of thing, ``THINGS`` asks for one line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.urls import URLPattern, get_resolver

from kechuang.web.api import build
from tests.matrix.filled import Filled, Thing


@dataclass(frozen=True)
class Route:
    """An address with its parameters in braces, the permission that it declares, and what a query must hold."""

    path: str
    permission: str
    method: str = "get"
    api: bool = False
    asked: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


# What a query must hold besides what the schema requires, so that the answer is not refused for its sense.
NEEDED = {"/api/v1/rewards/compute": ("paid",)}


def pages(resolver=None, prefix="/") -> Iterator[Route]:
    """Everything in the URL table but the interface's operations."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            yield from pages(entry, path)
        elif not path.startswith("/api/v1/") or path in {"/api/v1/", "/api/v1/openapi.json"}:
            yield Route(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path), permission_of(entry.callback))


def permission_of(callback) -> str:
    view = getattr(callback, "view_class", callback)
    return getattr(callback, "permission", "") or getattr(view, "permission", "")


@cache
def schema() -> dict:
    return build(namespace="matrix").get_openapi_schema(path_prefix="/api/v1/")


def operations() -> Iterator[Route]:
    """Every operation of the interface for programs."""
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            given = operation.get("parameters", [])
            needed = NEEDED.get(path, ())
            asked = tuple(
                each["name"]
                for each in given
                if each["in"] == "query" and (each.get("required") or each["name"] in needed)
            )
            yield Route(path, operation["x-permission"], method, api=True, asked=asked)


PAGES = tuple(pages())
OPERATIONS = tuple(operations())

STANDARD = (
    *("return", "resubmit", "withdraw", "transfer", "ask", "opine", "remind", "object", "decide-objection", "suspend"),
    *("resume", "reopen", "nominate", "recommend", "send-down", "decline"),
)
# What stands at an address: the beginning of the path, then the kind of thing, or a plain value, for each parameter.
# The longest beginning that fits is taken.
JUDGED = ("propose", "reject")
REGISTERED = ("ask", "change", "true-up", "deregister", "revoke")
THINGS: dict[str, dict[str, str]] = {
    "/cases/{": {"identifier": "*case"},
    "/files/of/": {"case": "*case"},
    "/files/{": {"identifier": "*file"},
    "/files/{identifier}/preview/": {"identifier": "*picture", "number": "=0"},
    "/files/{identifier}/withdraw/": {"identifier": "*file of the firm"},
    "/files/{identifier}/erase/": {"identifier": "*file that may go"},
    **{f"/cases/{{identifier}}/{move}/": {"identifier": "*matter"} for move in STANDARD},
    "/matters/{": {"identifier": "*matter", "move": "=accept"},
    "/matters/{identifier}/answer/": {"identifier": "*question"},
    "/objections/{": {"identifier": "*notice"},
    "/rounds/{": {"identifier": "*round of recommendation"},
    "/standard/{": {"identifier": "*matter", "move": "=return"},
    "/prepared/{": {"identifier": "*prepared request"},
    "/prepared/new/": {"code": "=matter"},
    "/account/sessions/{": {"identifier": "*session"},
    "/account/tokens/{": {"identifier": "*token"},
    "/sign-in/via/": {"code": "*service"},
    "/rules/answer": {"key": "=voucher.quota.once_yuan", "place": "=330106"},
    "/rules/values": {"place": "=330106"},
    "/vouchers/rules": {"place": "=330100"},
    "/inbox/": {"box": "=late"},
    "/facts/": {"identifier": "*fact"},
    "/logs/": {"code": "*log", "first": "*sealed", "second": "*sealed"},
    "/rules/key/": {"key": "=voucher.quota.once_yuan"},
    "/rules/history/": {"key": "=voucher.quota.once_yuan"},
    "/policy/": {"identifier": "*document"},
    "/policy/{identifier}/review/": {"identifier": "*document to judge", "code": "=T001"},
    "/policy/{identifier}/judged/": {"code": "=T001"},
    "/review/documents/": {"identifier": "*document", "code": "=T001"},
    "/policy/{identifier}/breakdown/file/": {"kind": "=xlsx"},
    "/policy/rule-candidates/": {"identifier": "*candidate rule"},
    **{f"/policy/rule-candidates/{{identifier}}/{act}/": {"identifier": "*candidate rule to judge"} for act in JUDGED},
    "/filing/{": {"identifier": "*document"},
    "/filing/rule-candidates/": {"identifier": "*candidate rule"},
    **{f"/filing/rule-candidates/{{identifier}}/{act}": {"identifier": "*candidate rule to judge"} for act in JUDGED},
    "/policy/works/{": {"identifier": "*document"},
    "/policy/lines/{": {"identifier": "*register line", "other": "*register line"},
    "/policy/alignment/{": {"identifier": "*decided match"},
    "/policy/pilots/{": {"identifier": "*pilot"},
    **{
        f"/policy/pilots/{{identifier}}/{act}/": {"identifier": "*pilot to judge"}
        for act in ("evaluate", "spread", "end")
    },
    "/works/compare": {"old": "*document", "new": "*document"},
    "/works/bodies/today": {"name": "=省科技厅", "place": "=330000"},
    "/works/one/{": {"identifier": "*document"},
    "/works/lines/{": {"identifier": "*register line", "other": "*register line"},
    "/works/pilots/{": {"identifier": "*pilot to judge", "move": "=evaluate"},
    "/policy/import/": {"identifier": "*draft"},
    "/policy/previews/": {"identifier": "*draft"},
    "/policy/cited/": {"work": "=yrd-community-2022", "clause": "=八(二)"},
    "/policy/promises/": {"code": "=zj-voucher-everywhere"},
    "/systems/": {"number": "=1"},
    "/organisations/": {"identifier": "*organisation"},
    "/imports/": {"identifier": "*upload"},
    "/imports/tables/": {"kind": "*import kind"},
    "/collections/": {"identifier": "*collection"},
    "/collections/asked/": {"identifier": "*asked"},
    "/office/people/": {"identifier": "*person"},
    "/office/people/invitations/": {"identifier": "*invitation"},
    "/office/roles/": {"number": "*granted role"},
    "/join/": {"secret": "*joining"},
    "/office/posts/": {"identifier": "*post"},
    "/office/posts/{identifier}/change/": {"identifier": "*kept post"},
    "/office/posts/{identifier}/fill/": {"identifier": "*kept post"},
    "/office/posts/{identifier}/handover/": {"identifier": "*left post"},
    "/office/handovers/": {"identifier": "*handover"},
    "/office/delegations/": {"identifier": "*delegation"},
    "/office/bodies/": {"identifier": "*any body"},
    "/office/successions/": {"identifier": "*succession"},
    "/papers/": {"identifier": "*case paper", "number": "=1", "ending": "=pdf"},
    "/papers/templates/": {"identifier": "*template"},
    "/papers/{identifier}/issue/": {"identifier": "*paper to issue"},
    "/papers/{identifier}/take-back/": {"identifier": "*paper to issue"},
    "/papers/{identifier}/throw-away/": {"identifier": "*paper to issue"},
    "/cases/{identifier}/papers/": {"identifier": "*case with papers", "code": "=letter"},
    "/notices/{": {"identifier": "*formal notice"},
    "/notices/{identifier}/answer": {"identifier": "*asked notice"},
    "/notices/{identifier}/confirm": {"identifier": "*asked notice"},
    "/notices/{identifier}/remind/": {"identifier": "*sent notice"},
    "/notices/{identifier}/withdraw/": {"identifier": "*sent notice"},
    "/notices/sent/": {"identifier": "*circular"},
    "/notices/channels/mail/": {"identifier": "*mail address"},
    "/webhooks/": {"identifier": "*webhook"},
    "/webhooks/deliveries/": {"identifier": "*webhook delivery"},
    "/calendar/feed/": {"secret": "*feed"},
    "/vouchers/notices/": {"identifier": "*notice"},
    "/vouchers/results/": {"identifier": "*result"},
    "/vouchers/mine/": {"body": "*body"},
    "/vouchers/budgets/": {"identifier": "*budget"},
    "/vouchers/providers/": {"identifier": "*provider"},
    "/vouchers/rights/": {"identifier": "*right"},
    "/vouchers/orders/": {"identifier": "*order"},
    "/vouchers/orders/{identifier}/papers/": {"identifier": "*paper", "paper": "=contract"},
    "/vouchers/rounds/": {"identifier": "*round"},
    "/vouchers/batches/": {"identifier": "*batch", "ending": "=csv"},
    "/settlement/": {"identifier": "*period", "step": "=prepare", "year": "=2026", "authority": "=330100"},
    "/vouchers/batches/{identifier}/file": {"identifier": "*exported batch"},
    "/settlement/{identifier}/sheet/": {"identifier": "*netted period"},
    "/settlement/statements/": {"identifier": "*statement", "step": "=prepare"},
    "/indicators/": {"key": "=voucher.paid_yuan"},
    "/statistics/indicators/{": {"code": "*statistic", "place": "=330106"},
    "/statistics/revise/": {"identifier": "*kept statistic"},
    "/statistics/retire/": {"identifier": "*kept statistic"},
    "/promises/": {"code": "=zj-voucher-everywhere"},
    "/promises/measured/": {"identifier": "*measured promise"},
    "/promises/measured/{identifier}/judge/": {"identifier": "*promise to judge"},
    "/measured/{identifier}/judge": {"identifier": "*promise to judge"},
    "/promises/plans/": {"identifier": "*document", "document": "*document", "code": "=T002"},
    "/measured/": {"identifier": "*measured promise"},
    "/measured/plans/": {"identifier": "*document"},
    "/delivery/tasks/{": {"identifier": "*task", "move": "=accept"},
    "/delivery/help/": {"question": "*task question"},
    "/delivery/helps/": {"question": "*task question"},
    "/delivery/from/": {"identifier": "*document"},
    "/delivery/bodies/": {"identifier": "*task body"},
    "/delivery/places/": {"code": "*task place"},
    "/delivery/dispatch/{": {"identifier": "*dispatch"},
    "/delivery/dispatches/{": {"identifier": "*dispatch"},
    "/evaluations/{": {"identifier": "*evaluation", "edition": "=1", "which": "=pdf", "move": "=begin_check"},
    "/evaluations/published/{": {"identifier": "*published evaluation"},
    "/evaluations/self-reports/{": {"identifier": "*self-report", "move": "=take"},
    "/evaluations/statements/{": {"statement": "*evaluation statement"},
    "/evaluations/comments/{": {"comment": "*evaluation comment"},
    "/evaluations/adjustments/{": {"adjustment": "*adjustment"},
    "/evaluations/{identifier}/report/": {"edition": "=2"},
    "/evaluations/{identifier}/report/{edition}/check/": {"edition": "=1"},
    "/market/contracts/{": {"identifier": "*contract accepted"},
    **{f"/market/contracts/{{identifier}}/{move}/": {"identifier": "*contract new"} for move in ("accept", "amend")},
    "/market/contracts/{identifier}/conclude/": {"identifier": "*contract reviewed"},
    **{f"/market/contracts/{{identifier}}/{move}/": {"identifier": "*contract registered"} for move in REGISTERED},
    "/market/contracts/{identifier}/decline/": {"identifier": "*contract asked"},
    "/market/contracts/certificates/": {"identifier": "*certificate"},
    "/contracts/{": {"identifier": "*contract new", "move": "=accept"},
    "/contracts/check/": {"number": "=2026330106000001"},
    "/market/appraisals/{": {"identifier": "*appraisal"},
    "/market/appraisals/published/{": {"identifier": "*published appraisal"},
    "/appraisals/published/{": {"identifier": "*published appraisal"},
    "/market/protection/{": {"identifier": "*protection case"},
    "/protections/routes": {"place": "=330106"},
    "/rewards/compute": {"way": "=transfer", "place": "=330106", "on": "=2026-07-01", "paid": "=1000000"},
    "/market/results/{": {"identifier": "*achievement"},
    "/market/results/public/{": {"identifier": "*published result"},
    "/market/rights/{": {"identifier": "*tech right", "entry": "=licence"},
    "/market/rights/check/{": {"identifier": "*checked right"},
    "/market/rights/entries/{": {"identifier": "*right entry"},
    "/results/{": {"identifier": "*achievement", "move": "=register"},
    "/results/published/{": {"identifier": "*published result"},
    "/results/published/counts/": {"dimension": "=kind"},
    "/techrights/{": {"identifier": "*tech right", "move": "=dispute"},
    "/techrights/check/": {"number": "=330100-QZ000001"},
    "/techrights/entries/{": {"identifier": "*right entry", "move": "=enter"},
    "/market/brokers/{": {"identifier": "*broker entry"},
    "/market/brokers/register/{": {"identifier": "*broker"},
    "/market/brokers/deals/{": {"identifier": "*brokered deal"},
    "/brokers/register/{": {"identifier": "*broker"},
    "/market/events/{": {"identifier": "*event draft"},
    "/events/{": {"identifier": "*event"},
    "/events/calendar": {"first": "=2026-03-01", "last": "=2026-04-30"},
    "/market/demands/{": {"identifier": "*demand"},
    "/market/demands/published/{": {"identifier": "*published demand"},
    "/demands/published/{": {"identifier": "*published demand"},
    "/market/open-data/{": {"month": "*open month"},
    "/market/open-data/records/{": {"name": "*open record"},
    "/open-data/months/{": {"month": "*open month"},
    "/open-data/records/{": {"name": "*open record"},
    "/market/trials/{": {"identifier": "*trial"},
    **{f"/market/trials/{{identifier}}/{move}/": {"identifier": "*trial asked"} for move in ("agree", "decline")},
    "/market/trials/offers/{": {"identifier": "*trial offer"},
    "/market/trials/pool/{": {"identifier": "*trial in pool"},
    "/trials/pool/{": {"identifier": "*trial in pool"},
    "/market/open-licences/{": {"identifier": "*open declaration"},
    "/market/open-licences/uses/{": {"identifier": "*open use"},
    "/market/open-licences/register/{": {"identifier": "*open licence"},
    "/open-licences/register/{": {"identifier": "*open licence"},
    "/market/notices/{": {"identifier": "*price notice"},
    "/market/notices/published/{": {"identifier": "*published notice"},
    "/price-notices/{": {"identifier": "*signed notice"},
    "/market/listings/{": {"identifier": "*listing"},
    "/market/listings/published/{": {"identifier": "*published listing"},
    "/market/listings/interests/{": {"identifier": "*interest"},
    "/listings/{": {"identifier": "*signed listing"},
    "/listings/published/{": {"identifier": "*published listing"},
    "/price-notices/published/{": {"identifier": "*published notice"},
    "/market/auctions/{": {"identifier": "*auction"},
    "/market/auctions/lots/{": {"identifier": "*auction lot"},
    "/market/live/{": {"identifier": "*auction lot"},
    "/market/bidding/{": {"identifier": "*bidder"},
    "/market/bidders/{": {"identifier": "*bidder"},
    "/market/sales/{": {"identifier": "*sale draft"},
    "/market/sales/{identifier}/send-back/": {"identifier": "*sale accepted"},
    "/market/sales/{identifier}/announce/": {"identifier": "*sale accepted"},
    "/market/lots/{": {"identifier": "*lot announced"},
    **{f"/market/lots/{{identifier}}/{move}/": {"identifier": "*lot draft"} for move in ("amend", "drop")},
    "/auctions/lots/{": {"identifier": "*auction lot", "move": "=start"},
    "/auctions/lots/{identifier}/orders/": {"identifier": "*lot announced"},
    "/market/rewards/{": {"identifier": "*reward sheet"},
    "/market/rewards/{identifier}/batch/": {"identifier": "*reward batch"},
    "/market/rewards/notices/{": {"identifier": "*reward notice"},
    "/market/empowerments/{": {"identifier": "*empowerment"},
    "/market/empowerments/notices/{": {"identifier": "*empowerment notice"},
    "/market/transfer-reports/{": {"identifier": "*transfer report"},
    "/demo/join/{": {"lot": "=00000000-0000-7000-8000-000000000000"},
    "/market/attestations/{": {"identifier": "*attestation"},
    **{
        f"/market/attestations/{{identifier}}/{act}": {"identifier": "*attestation checked"}
        for act in ("examine", "issue")
    },
    **{
        f"/market/attestations/{{identifier}}/{act}": {"identifier": "*attestation issued"}
        for act in ("amend", "revoke", "present", "certificate.pdf", "bundle")
    },
    "/market/attestations/check/{": {"number": "*deal certificate"},
    "/attestations/published/{": {"number": "*deal certificate"},
    "/lists/views/{": {"identifier": "*view"},
    "/drafts/{": {"identifier": "=00000000-0000-7000-8000-000000000000"},
    "/undo/{": {"identifier": "=00000000-0000-7000-8000-000000000000"},
    "/tasks/{": {"identifier": "*work"},
    "/style/errors/": {"status": "=503"},
}
# Pages that show a published thing to everybody under the address whose steps are for officers.
PUBLIC_THINGS = {
    "/vouchers/providers/{identifier}/": "listed",
    "/vouchers/budgets/{identifier}/": "public budget",
    "/vouchers/rounds/{identifier}/": "public round",
    "/promises/measured/{identifier}/": "public promise",
    "/evaluations/{identifier}/say/": "evaluation for all",
    "/evaluations/{identifier}/report/{edition}/": "published evaluation",
    "/evaluations/{identifier}/report/{edition}/{which}/": "published evaluation",
    "/api/v1/measured/{identifier}": "public promise",
    **{f"/market/events/{{identifier}}/{end}": "event" for end in ("", "event.ics", "join/", "leave/")},
}
WORDS = {"date": "2026-07-01", "uuid": "00000000-0000-7000-8000-000000000000"}
ONLY_ON_DEMONSTRATION = {"/style/list/", "/demo/join/{lot}/"}


def named(route: Route) -> dict[str, str]:
    """Give what stands for each parameter of a route. Raises LookupError for one that nothing is said about."""
    path = route.path.removeprefix("/api/v1") if route.api else route.path
    wanted = [*re.findall(r"{(\w+)}", path), *route.asked]
    fitting = sorted((start for start in THINGS if path.startswith(start)), key=len)
    known = {name: value for start in fitting for name, value in THINGS[start].items()}
    if missing := [name for name in wanted if name not in known]:
        raise LookupError(f"say in tests/matrix/routes.py what stands for {missing} in {route.path}")
    found = {name: known[name] for name in wanted}
    if route.path in PUBLIC_THINGS:
        found["identifier"] = f"*{PUBLIC_THINGS[route.path]}"
    return found


def body_of(route: Route) -> dict:
    """Give the smallest body that an operation can read, so that it comes to look at who sends it."""
    operation = schema()["paths"][route.path][route.method]
    content = operation.get("requestBody", {}).get("content", {})
    return smallest(content["application/json"]["schema"]) if "application/json" in content else {}


def smallest(kind: dict) -> object:
    """Give the smallest value of a JSON schema that these operations use."""
    if "$ref" in kind:
        return smallest(schema()["components"]["schemas"][kind["$ref"].rpartition("/")[2]])
    if "anyOf" in kind:
        return smallest(kind["anyOf"][0])
    if "enum" in kind or "const" in kind:
        return kind.get("const") or kind["enum"][0]
    if kind.get("type") == "object":
        return {name: smallest(kind["properties"][name]) for name in kind.get("required", [])}
    if kind.get("type") == "array":
        return [smallest(kind["items"])]
    return {"integer": 1, "number": 1, "boolean": False}.get(
        kind.get("type", ""), WORDS.get(kind.get("format", ""), "1")
    )


def cases_of(filled: Filled, region: str) -> list[Thing]:
    kinds = ("order", "right", "provider", "round", "batch", "organisation", "period", "statement", "budget")
    kinds += ("collection", "collection answer", "task", "evaluation", "self-report")
    return [thing for kind in kinds for thing in filled.things.get((region, kind), [])]


def addresses(route: Route, filled: Filled, region: str) -> list[tuple[str, Thing | None]]:
    """Give the addresses of a route in a region: one for each thing that it may name, with the thing."""
    names = named(route)
    kinds = {value[1:] for value in names.values() if value.startswith("*")}
    plain = {name: value[1:] for name, value in names.items() if value.startswith("=")}
    if not kinds:
        return [(_address(route, plain), None)]
    [main] = kinds - {"sealed"} if len(kinds) > 1 else kinds
    things = cases_of(filled, region) if main == "case" else filled.things[region, main]
    rows = []
    for thing in things:
        values = {
            name: filled.things[region, "sealed"][0].id if value == "*sealed" else thing.id
            for name, value in names.items()
            if value.startswith("*")
        }
        rows.append((_address(route, plain | values), thing))
    return rows


def _address(route: Route, values: dict[str, object]) -> str:
    query = urlencode({name: values[name] for name in route.asked})
    return route.path.format(**values) + (f"?{query}" if query else "")
