"""Invented areas of the demonstration, one in each county of its cast: plans, tasks and figures belong to them.

Real places carry geography and sourced rules only; whether something invented went well there is nobody's business.
The file is one of a node's own functional areas, as any node may have (docs/operating.md).
"""

import csv
from collections.abc import Iterator

from django.conf import settings

from kechuang.config.demo import cast
from kechuang.kernel import place

HEAD = ("code", "name_zh", "name_en", "division", "extent", "valid_from", "valid_to", "confidence", "source")
SOURCE = "演示用虚构片区，代码为本平台自编"
ZONE = "330190"
ZONE_NAMES = ("清溪示范区", "Qingxi demonstration zone")
NAMES = {
    "330106": ("清溪东片区", "Qingxi East"),
    "330108": ("清溪南片区", "Qingxi South"),
    "330110": ("清溪西片区", "Qingxi West"),
    "330127": ("云溪片区", "Yunxi"),
    "330902": ("望潮片区", "Wangchao"),
    "330903": ("听涛片区", "Tingtao"),
    "310115": ("新浦片区", "Xinpu"),
    "310118": ("澄湖片区", "Chenghu"),
    "340104": ("东冶片区", "Dongye"),
    "340111": ("南淝片区", "Nanfei"),
}


def of(county: str) -> str:
    """Give the code of the invented area in a county of the cast. Raises KeyError for another place."""
    return CODES[county]


def write() -> None:
    """Write the file and have it known."""
    file = settings.KECHUANG_HOME / "regions" / "functional_areas.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEAD, *_rows()])
    place.own_areas(file)


def _codes() -> Iterator[tuple[str, str]]:
    for authority in cast.AUTHORITIES:
        for number, (county, _name) in enumerate(authority.counties, start=91):
            yield county, f"{authority.code[:4]}{number}"


CODES = dict(_codes())


def _rows() -> Iterator[tuple[str, ...]]:
    city = [county for county, _name in cast.AUTHORITIES[0].counties]
    for code, names, division in [
        *((ZONE, ZONE_NAMES, county) for county in city),
        *((code, NAMES[county], county) for county, code in CODES.items()),
    ]:
        name, name_en = names
        yield code, f"{name}{cast.MARK}", f"{name_en} (demonstration)", division, "part", "", "", "D", SOURCE
