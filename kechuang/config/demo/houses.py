"""Who offers achievements in the demonstration, and what."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.config.demo import cast
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

MARK = cast.MARK


# Place of the city, place of the university, name of the university.
UNITS = (
    ("330100", "330106", "甲子理工大学", "Jiazi University of Technology (demo)"),
    ("330900", "330902", "乙丑海洋大学", "Yichou Ocean University (demo)"),
    ("310000", "310115", "丙寅大学", "Bingyin University (demo)"),
    ("340100", "340104", "丁卯科技大学", "Dingmao University of Science (demo)"),
)


# What it is about, IPC, discipline, industry.
SUBJECTS = (
    ("锂电池隔膜涂覆", "H01M 50/40", "430", "C38"),
    ("工业视觉缺陷检测", "G06T 7/00", "520", "I65"),
    ("稻米低镉栽培", "A01G 22/22", "210", "A01"),
    ("抗体药物纯化", "C07K 1/18", "350", "C27"),
    ("碳纤维回收", "C08J 11/04", "430", "C26"),
    ("海水养殖水质监测", "G01N 33/18", "240", "A04"),
    ("数控机床热误差补偿", "B23Q 15/18", "460", "C34"),
    ("燃料电池双极板", "H01M 8/02", "480", "C38"),
    ("磁共振图像重建", "G01R 33/56", "310", "C35"),
    ("耐候钢焊接", "B23K 9/16", "460", "C31"),
    ("低温烟气脱硝", "B01D 53/86", "610", "N77"),
    ("深海传感器封装", "G01D 11/24", "535", "C40"),
)


# How it is done, the kind of achievement, and the level of readiness reached.
WAYS = (
    ("制备方法", "patent", 5),
    ("装置", "patent", 6),
    ("控制软件", "software", 7),
    ("工艺参数优化方法", "patent", 4),
)


ROUNDS = (date(2025, 6, 10), date(2025, 10, 14), date(2026, 3, 10), date(2026, 11, 16))


EACH = 7
# Which achievements of a unit, in the order of their registration, no deal of its own history needs.
FREE = (5, 8, 10, 12, 14, 18, 19)


MODES = ("transfer", "licence", "licence", "shares", "cooperation")


SERIAL = 9_900_000


@dataclass(slots=True)
class House:
    """A university with its transfer office and inventors, and the market and register that serve it."""

    city: str
    unit: Body
    office: Actor
    inventor: Actor
    market: Body
    operator: Actor
    centre: Body
    registrar: Actor
    cases: list[UUID] = field(default_factory=list)
