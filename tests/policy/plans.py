"""An invented plan, and readings of it: the texts of real plans are never kept in the project."""

from kechuang.kernel.refusal import Refusal
from kechuang.policy import intake
from kechuang.policy.finding import Origin, Reading, digest, reading_of
from kechuang.policy.read.read import read_text

TITLE = "云岭省科技创新行动计划（演示）"
TEXT = """云岭省科技创新行动计划（演示）

云科发〔2026〕3号

为落实《云岭省科技进步条例（演示）》，制定本行动计划。

一、总体要求

到2027年，建成省级实验室20家，新增高新技术企业300家以上。

二、主要任务

（一）建设共享平台。建设云岭科研仪器共享服务平台，推进创新券通用通兑。到2028年，建成开放共享平台5个。(责任单位:省科技厅,省财政厅)

（二）壮大创新主体。每年培育科技型中小企业100家。对通过认定的企业，给予20万元一次性奖励。(责任单位:省科技厅)

三、保障措施

（一）加强组织领导。建立工作协调机制。
"""


def reading(text: str = TEXT, *, name: str = "plan.txt", file: bytes | None = None) -> Reading:
    """Read a text here, without a child process."""
    kept = text.encode() if file is None else file
    origin = Origin(name=name, kind="txt", encoding="utf-8", pages=None, file_digest=digest(kept.decode()))
    return reading_of(read_text(text), origin)


def taken(text: str = TEXT, name: str = "plan.txt") -> intake.Intake:
    """Take a text in as an upload would be, through the child process."""
    found = intake.take_file(text.encode(), name)
    assert not isinstance(found, Refusal), found
    return found
