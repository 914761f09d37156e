"""One list of bodies taken apart: separators, nesting, common endings, other names, roles, 等."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kechuang.policy.read.view import View

BODY_END = (
    r"(?:厅|局|委|办|部|院|署|行|社|中心|政府|管委会|委员会|办公室|领导小组|集团|公司|大学|"
    r"学院|学校|协会|学会|商会|联合会|联盟|基金会|总队|支队|海关|税务|法院|检察院|"
    r"总工会|工会|妇联|团委|科协|社科联|工商联|残联|文联|侨联|红十字会|实验室|军区|银监局|"
    r"专班|指挥部|党校|库|馆|所|站|园区?|开发区|高新区|新区|示范区|度假区|科学城|科技城|"
    r"街道|镇|乡|部门|单位|处室|科室|地方|各地|地市|设区市|市县|县市区|市（州）|区县|组|处|科|"
    r"室|机构|企业|高校|人社|发改|财政|科技|经信|工信|教育|大数据|市|县|区|州|盟|旗|港|台|报|"
    r"网|局（委）)"
)
ROLE_END = re.compile(
    r"(?P<role>(?:共同|联合|具体|负责|分别)*(?:牵头(?:负责|落实|实施|办理|推进)?|"
    r"(?:会同)?(?:按照?(?:各自)?)?职责(?:分工)?(?:分别|各自|共同)?(?:负责|落实|推进)?|"
    r"分工负责|分别负责|共同负责|负责(?:落实|实施)?|配合|参与|参加|协助|协同|支持|落实|推进|"
    r"组织实施|主办|承办))$"
)
_PLACE = re.compile(r"^[一-鿿]{2,6}(?:市|县|区|州|旗)$")
_COMMON = re.compile(r"(?P<end>(?:人民)?政府|管委会|科技局|党委政府|党委、政府)$")
GROUP = re.compile(r"^(?:各|有关|相关|其他|沿海|全[省市县]|省级|市级|县级|区级|属地)")


def _cuts(text: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    depth = low = 0
    for i, char in enumerate(text):
        if char in "（(〔【[":
            depth += 1
        elif char in "）)〕】]":
            depth = max(0, depth - 1)
        elif not depth and char in "、，；,;/。：\t\n":
            out.append((low, i))
            low = i + 1
    out.append((low, len(text)))
    return [(a, b) for a, b in out if b > a]


def parse(view: View, start: int, end: int) -> tuple[list[str], bool, list[tuple[str, str]], list[str]]:
    """(units, whether 等 leaves the list open, other names, role of each) of one stretch."""
    text = view.text[start:end]
    parts = _cuts(text)
    if len(parts) == 1:
        parts = _by_blanks(view, start, parts[0])
    raw: list[tuple[str, str]] = []
    open_list = False
    for low, high in parts:
        item = text[low:high].strip("“”。 （")
        if item.endswith("）") and item.count("（") < item.count("）"):
            item = item[:-1]
        role = ""
        noted = re.search(
            r"[（(〔](?P<role>牵头|主办|主责|负责|配合|协办|参与|列第一位|牵头单位|"
            r"第一责任单位)[）)〕]$",
            item,
        )
        if noted:
            role = (
                "lead"
                if re.match(r"牵头|主|列第一|第一", noted["role"])
                else "support"
                if re.match(r"配合|协|参与", noted["role"])
                else ""
            )
            item = item[: noted.start()]
        ending = ROLE_END.search(item)
        if ending and ending.start() >= 0:
            word = ending["role"]
            role = (
                "lead"
                if "牵头" in word or "主办" in word
                else "support"
                if re.search(r"配合|参与|参加|协|支持", word)
                else "all"
            )
            item = item[: ending.start()]
            raw = [(u, r or role) for u, r in raw]
        if item.startswith(("会同", "配合", "由")):
            item = item[2:] if item[0] != "由" else item[1:]
        if item.endswith("等") or item == "等":
            open_list, item = True, item.removesuffix("等")
        for suffix in ("等部门", "等单位", "等有关部门", "等相关部门", "等有关单位", "等相关单位"):
            if item.endswith(suffix):
                open_list, item = True, item.removesuffix(suffix)
        for piece in _conjoined(item):
            raw.append((piece, role))
    raw = _merged([(u, r) for u, r in raw if u and u != "等"])
    names, roles, known = [], [], []
    for unit, role in raw:
        base, alias = _alias(unit)
        if alias:
            known.append((base, alias))
        if 1 < len(base) <= 40 and not re.search(r"\d{4}年|完成|详见|[。：]", base):
            names.append(base)
            roles.append("" if role == "all" else role)
    return names, open_list, known, roles


def _by_blanks(view: View, start: int, part: tuple[int, int]) -> list[tuple[int, int]]:
    low, high = part
    out, at = [], low
    for i in range(low + 2, high):
        if view.gap(start + i) and re.search(rf"{BODY_END}$", view.text[start + at : start + i]) and i - at >= 3:
            out.append((at, i))
            at = i
    out.append((at, high))
    return out


def _conjoined(item: str) -> list[str]:
    """省科技厅和省财政厅 → two; 工业和信息化厅 stays one."""
    for match in re.finditer(r"[和与及]", item):
        left, right = item[: match.start()], item[match.end() :]
        ends = re.search(r"(?:厅|局|委|办|部|院|政府|中心|管委会|委员会|办公室|银行)$", left)
        if (
            ends
            and len(left) >= 3
            and re.match(r"(?:省|市|县|区|各|有关|相关|国家|[一-鿿]{2,4}(?:市|县|区|省))", right)
        ):
            return [left, *_conjoined(right)]
    return [item]


def _merged(raw: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """各市、县（市、区）政府 is one group; 杭州市、宁波市、嘉兴市政府 are three governments."""
    out: list[tuple[str, str]] = []
    i = 0
    while i < len(raw):
        unit, role = raw[i]
        if re.match(r"^(?:各|有关|相关)", unit) and not re.search(
            r"政府|管委会|局|厅|委$|部门|单位|办$|公司|企业|高校|机构|院所", unit
        ):
            joined, k = unit, i
            while (
                k + 1 < len(raw)
                and re.match(r"^(?:县|区|市|州|地|设区|旗|功能区|开发区|园区)", raw[k + 1][0])
                and not _PLACE.match(raw[k + 1][0])
            ):
                k += 1
                joined += "、" + raw[k][0]
                if re.search(r"政府|管委会", raw[k][0]):
                    break
            out.append((joined, role))
            i = k + 1
            continue
        if _PLACE.match(unit):
            ahead = next((_COMMON.search(u) for u, _ in raw[i + 1 :] if not _PLACE.match(u)), None)
            named = next((u for u, _ in raw[i + 1 :] if not _PLACE.match(u)), "")
            if (
                ahead
                and not GROUP.match(named)
                and re.match(r"^[一-鿿]{2,6}(?:市|县|区|州|旗)(?:人民)?(?:政府|管委会|科技局)", named)
            ):
                unit += ahead["end"]
        out.append((unit, role))
        i += 1
    return out


def _alias(unit: str) -> tuple[str, str | None]:
    found = re.match(r"^(?P<base>.{2,30}?)[（(〔](?P<alias>[^（）()〔〕、]{3,20})[）)〕]$", unit)
    if (
        found
        and re.search(r"(?:局|厅|委|办|中心|部|院|委员会)$", found["alias"])
        and not found["base"].startswith("各")
    ):
        return found["base"], found["alias"]
    return unit, None
