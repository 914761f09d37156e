"""What offices and firms keep beside their cases: a checked table, a shared view of a list, a prepared request."""

import io
from dataclasses import dataclass

from kechuang.casework.imports import acting, intake
from kechuang.casework.imports.desks import desk
from kechuang.casework.imports.registry import INSERT, KINDS
from kechuang.casework.standard.models import Prepared
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import ONE_DAY, Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.models import ListView

VIEW = "待核验的订单（演示）"
HEADS = "名称\t统一社会信用代码\t所在地\t类型\n"


@dataclass(slots=True)
class Shelf:
    """Everything here is the work of the last days."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Put it on its days."""
        self.stage.scene(self.stage.working(LAST_DAY - 6 * ONE_DAY), self._views)
        self.stage.scene(self.stage.working(LAST_DAY - 2 * ONE_DAY), self._tables)
        self.stage.scene(self.stage.working(LAST_DAY - ONE_DAY), self._prepared)

    def _views(self) -> None:
        for authority in cast.AUTHORITIES:
            ListView.objects.create(
                keeper_id=self.troupe.officer("city_checker", authority.code).person,
                body_id=self.troupe.bodies[cast.office_code(authority.code)],
                list_key="voucher-orders",
                path="/vouchers/orders/",
                title="创新券订单",
                name=VIEW,
                query="state=CLAIMED",
            )

    def _tables(self) -> None:
        """A county desk has a table of firms checked; two of its rows have faults, and nobody has agreed yet."""
        kind = KINDS["organisations"]
        for authority in cast.AUTHORITIES:
            county, name = authority.counties[0]
            office = Body.objects.get(code=cast.office_code(county))
            here = desk(kind, self.troupe.officer("county_checker", county), office, INSERT)
            if here is None:
                raise TypeError(f"the checker of {county} has no desk for tables")
            data = table(name, county).encode()
            found = intake.take(kind, intake.Given(io.BytesIO(data), "新增企业名单（演示）.csv", len(data)), here)
            if isinstance(found, Refusal):
                self.stage.refusals[found.code] += 1
            else:
                acting.begin(found)

    def _prepared(self) -> None:
        """A firm's clerk has prepared a matter that an authorised person has still to submit."""
        for firm in cast.self_kept():
            body, title = self.troupe.bodies[firm.code], "申请调整项目实施期限（演示）"
            text = "因设备交付延期，拟申请将项目实施期限顺延两个月。"
            Prepared.objects.create(
                pk=chance.uuid7(),
                code="matter",
                body_id=body,
                title=title,
                values={"holder": [str(body)], "sort": ["project_adjustment"], "title": [title], "text": [text]},
                shown=[["事项名称", title], ["事项内容", text]],
                by_id=self.troupe.actors[f"preparer.{firm.code}"].person,
                made_on=clock.today(),
            )


def table(name: str, county: str) -> str:
    """Give an invented office's own table: three good rows, a code that is wrong, a kind that nobody knows."""
    good = "".join(
        _row(f"{name}{cast.PAIRS[at]}新设企业", cast.credit_code(county, 900 + at), county) for at in range(3)
    )
    wrong = _row(f"{name}代码有误企业", cast.credit_code(county, 903)[:-1], county)
    unknown = _row(f"{name}类型不明企业", cast.credit_code(county, 904), county, "其他类别")
    return HEADS + good + wrong + unknown


def _row(name: str, code: str, county: str, kind: str = "企业") -> str:
    return f"{name}{cast.MARK}\t{code}\t{county}\t{kind}\n"
