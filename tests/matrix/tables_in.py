"""A table that a county office has uploaded and nobody has agreed to: only that office may see it."""

import io

from kechuang.casework.imports import acting, intake
from kechuang.casework.imports.desks import desk
from kechuang.casework.imports.registry import KINDS


def uploads(filled, region: str, among) -> None:
    world, kind = filled.worlds[region], KINDS["organisations"]
    secret = f"{world.mark}尚未登记的企业"
    text = f"名称\t统一社会信用代码\t所在地\t类型\n{secret}\t\t{world.county}\t企业\n{secret}二\t\t{world.county}\t创业团队\n"
    with world.at():
        here = desk(kind, world.actor("county"), world.bodies["county office"], "insert")
        found = intake.take(kind, intake.Given(io.BytesIO(text.encode()), f"{secret}.csv", len(text)), here)
        acting.begin(found)
    filled.add(region, "upload", found.pk, among(region, "county"))
    filled.plant(secret, among(region, "county"))
    offices = ("city1", "city2", "county", "other county")
    filled.add(region, "import kind", "organisations", among("own", *offices) | among("neighbour", *offices))
