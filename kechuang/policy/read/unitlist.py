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
# 龙泉湖科创园 管委会: a blank inside a name, not between two.
_ENDING_ONLY = re.compile(
    r"(?:管委会|管理委员会|委员会|办公[室厅]|(?:人民)?政府|领导小组|党工委|[厅局委办])(?![一-鿿])"
)
_BODY_AT_END = re.compile(rf"{BODY_END}$")
ROLE_END = re.compile(
    r"(?P<role>(?:共同|联合|具体|负责|分别)*(?:牵头(?:负责|落实|实施|办理|推进)?|"
    r"(?:会同)?(?:按照?(?:各自)?)?职责(?:分工)?(?:分别|各自|共同)?(?:负责|落实|推进)?|"
    r"分工负责|分别负责|共同负责|负责(?:落实|实施)?|配合|参与|参加|协助|协同|支持|落实|推进|"
    r"组织实施|主办|承办))$"
)
OPEN_END = re.compile(r"等(?:[^等、，；（）]{0,8}?(?:部门|单位|机构|企业|方面))?$")
# Words that stand in a list and name no body.
_REMARK = re.compile(
    r".*(?:20\d\d年|完成$|详见|[。：]|为(?:牵头|主办|主责|责任|第一责任)(?:单位|部门)$|不分先后|不再列出)|(?:以?下|后)同$|长期|持续|"
    r"按照?(?:各自)?(?:职责|职能)?分工$|\d{1,2}月|年底前?$|—+$|无$|/$"
)
_NOTE = re.compile(r"[（(〔](?P<role>牵头|主办|主责|负责|配合|协办|参与|列第一位|第一责任)(?:单位|部门)?[）)〕]$")
_OPENING = re.compile(r"^(?:会同|配合|由|联合|并由|其中)")
_LEVEL = re.compile(
    r"^(?P<level>(?:[一-鿿]{2,3}|[一-鿿]{2,6}(?:族|尔))?自治[区州县旗]|[一-鿿]{2,3}(?:省|市)(?=[^委政人级属直、]{2,})|全?[省市县区州盟旗])"
    r"(?![级属直域内辖]|政府|人民政府|(?:市|县|区|州)?$)"
)
_FIELDS = (
    r"(?:(?:测绘地理信息|乡村振兴|交通运输|人力社保|人力资源|军民融合|农业农村|医疗保障|卫生健康|国土资源|国有资产|"
    r"国防动员|地方金融|城乡建设|城乡规划|安全生产|审批服务|市场监督|市场监管|广播电视|投资促进|招商引资|政务服务|"
    r"数字经济|数据资源|机关事务|物资储备|环境保护|生态环境|电子信息|知识产权|社会保障|科学技术|综合执法|自然资源|"
    r"营商环境|行政审批|行政执法|质量技术|退役军人|中医药|信息化|大数据|数字化|文广旅|事务|交通|人才|人社|人防|"
    r"住建|住房|体育|侨务|信息|信访|健康|储备|公安|农业|农村|农牧|创新|医保|卫健|卫生|发展|发改|口岸|司法|商务|"
    r"园林|国土|国资|地质|地震|城市|城管|外事|外侨|安监|宗教|审计|就业|工业|工作|工信|工商|工科|市场|广电|应急|"
    r"建设|开放|执法|扶贫|招商|改革|政务|教科|教育|数据|文化|文旅|文物|旅游|服务|林业|林草|档案|民宗|民政|民族|"
    r"民航|气象|水产|水利|水务|测绘|海事|海洋|渔业|港口|港澳|港航|煤炭|物流|环保|环境|生态|畜牧|疾控|监督|监管|"
    r"社会|科商|科工|科技|科研|移民|税务|管理|粮食|经信|经发|经济|经科|统计|绿化|能源|草原|药品|药监|规划|计生|"
    r"财政|质监|运输|通信|邮政|金融|铁路|食品)(?:和|与)?){1,5}"
)
_OFFICE = re.compile(
    rf"(?:{_FIELDS})(?:厅|局|委|办|委员会|办公室|署|中心)(?:[（〔][^（）〔〕]{{2,20}}[）〕])?|"
    r"科协|总工会|工商联|社科联|妇联|残联|文联|侨联|红十字会|社科院|科学院|农科院|(?:人民)?政府办公[厅室]|法院|检察院|高级人民法院|中级人民法院|供销社|党校"
)
_PARTY = re.compile(
    r"(?:组织部|宣传部|统战部|政法委|网信办|编办|改革办|政研室|军民融合办|人才办|社会工作部|老干部局|金融办|科技委办公室|金融委办公室|编委办)"
    r"(?:[（〔][^（）〔〕]{2,20}[）〕])?"
)
# A body of another standing between two of one level (法院, a bank) does not end the level.
_NEUTRAL = re.compile(r"^(?:人民银行|中国人民银行|人行|国家|团|中科院|国网)")
_PLACE = re.compile(r"^[一-鿿]{2,6}(?:市|县|区|州|旗)$")
_COMMON = re.compile(r"(?P<end>(?:人民)?政府(?:办公室)?|管委会|科技局|党委政府|党委、政府)$")
GROUP = re.compile(r"^(?:各|有关|相关|其他|沿海|全[省市县]|省级|市级|县级|区级|属地)")


# Two names that are one party to a task: 有关部门、单位, 党工委、管委会, 行政公署、人民政府.
_ONE_BODY = re.compile(
    r".{0,4}?(?:(?:有关|相关|直|级|成员)(?:部门|单位)、(?:部门|单位|机构|企业)(?![一-鿿])|党工委、管委会|党委、政府|公署、人民政府|部门、单位)"
)


def cuts(text: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    depth = low = 0
    for i, char in enumerate(text):
        if char in "（(〔【[":
            depth += 1
        elif char in "）)〕】]":
            depth = max(0, depth - 1)
        elif not depth and char in "、，；,;/。：\t\n":
            if char == "、" and _ONE_BODY.match(text, max(0, i - 4)):
                continue
            out.append((low, i))
            low = i + 1
    out.append((low, len(text)))
    return [(a, b) for a, b in out if b > a]


def parse(view: View, start: int, end: int) -> tuple[list[str], bool, list[tuple[str, str]], list[str]]:
    """(units, whether 等 leaves the list open, other names, role of each) of one stretch."""
    text = view.text[start:end]
    raw: list[tuple[str, str]] = []
    open_list = False
    for low, high in _pieces(view, start, cuts(text)):
        item = text[low:high].strip("“”。 （")
        if item.endswith("）") and item.count("（") < item.count("）"):
            item = item[:-1]
        if _REMARK.match(item):
            continue
        item, role = _noted(item)
        ending = ROLE_END.search(item)
        if ending:
            role = role or _role(ending["role"])
            item = item[: ending.start()]
            raw = [(u, r or role) for u, r in raw]
        item = _OPENING.sub("", item)
        opened = OPEN_END.search(item)
        if opened:
            open_list, item = True, item[: opened.start()]
        leading, _, joined = item.partition("会同")
        if joined and re.search(rf"{BODY_END}$", leading):
            raw += [(leading, "lead"), *((piece, "support") for piece in _conjoined(joined))]
            continue
        raw += [(piece, role) for piece in _conjoined(item)]
    raw = _distributed(_merged([(u, r) for u, r in raw if u and u != "等"]))
    names, roles, known = [], [], []
    for unit, role in raw:
        base, alias = _alias(unit)
        if alias:
            known.append((base, alias))
        if 1 < len(base) <= 40 and not _REMARK.match(base):
            names.append(base)
            roles.append("" if role == "all" else role)
    return names, open_list, known, roles


def _noted(item: str) -> tuple[str, str]:
    """The body and the role that a bracket after it gives: 市科技局（牵头）."""
    noted = _NOTE.search(item)
    if not noted:
        return item, ""
    role = "lead" if re.match(r"牵头|主|列第一|第一", noted["role"]) else ""
    return item[: noted.start()], role or ("support" if re.match(r"配合|协|参与", noted["role"]) else "")


def _role(word: str) -> str:
    if "牵头" in word or "主办" in word:
        return "lead"
    return "support" if re.search(r"配合|参与|参加|协|支持", word) else "all"


def _pieces(view: View, start: int, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches between separators, each once more parted at blanks that follow a body."""
    out: list[tuple[int, int]] = []
    for part in parts:
        out += _by_blanks(view, start, part)
    return out


def _distributed(raw: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """省发展改革委、科技厅 are two bodies of the province; 市委组织部、宣传部 two of the party's city committee."""
    level = ""
    out: list[tuple[str, str]] = []
    for unit, role in raw:
        bare = level and (_PARTY.fullmatch(unit) or _OFFICE.fullmatch(unit))
        if bare:
            party = "委" if _PARTY.fullmatch(unit) else ""
            out.append((level + party + unit, role))
            continue
        head = _LEVEL.match(unit)
        level = head["level"] if head else level if _NEUTRAL.search(unit) else ""
        out.append((unit, role))
    return out


def _by_blanks(view: View, start: int, part: tuple[int, int]) -> list[tuple[int, int]]:
    low, high = part
    out, at = [], low
    for i in range(low + 2, high):
        if i - at < 3 or not view.gap(start + i) or _ENDING_ONLY.match(view.text, start + i):
            continue
        if _BODY_AT_END.search(view.text[start + at : start + i]):
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
                and re.match(
                    r"^(?:县|区|市|州|地|设区|旗|功能区|开发区|园区)(?!有关|相关|[直属级]|委(?!和政府)|[^（]{0,6}(?:部门|单位))",
                    raw[k + 1][0],
                )
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
    named = re.match(r"^(?P<base>.{2,30}?)[（(〔](?:以下)?简称“?(?P<alias>[^（）()〔〕“”]{2,20})”?[）)〕]$", unit)
    if named:
        return named["base"], named["alias"]
    if (
        found
        and re.search(r"(?:局|厅|委|办|中心|部|院|委员会)$", found["alias"])
        and not found["base"].startswith("各")
    ):
        return found["base"], found["alias"]
    return unit, None
