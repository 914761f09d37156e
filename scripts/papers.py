"""Write a sample of every kind of paper from the cases of a node, with pictures of the pages, for review.

``KECHUANG_HOME=… python scripts/papers.py FOLDER`` takes, for each kind, the newest case that it fits. Prints what each
PDF took and weighs.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")

TYPED = {
    "title": "关于商请核对有关材料的函（演示）",
    "text": "为做好科技创新券有关工作，现就所附材料商请贵单位核对。\n请于收到本函后予以函复。",
    "faults": "合同复印件缺少签章页\n服务报告未注明完成日期",
    "days": "10",
    "contact": "（联系人：甲某，电话：0571-00000000）（演示）",
}


def main(folder: Path) -> None:
    """Write the samples."""
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    from kechuang.casework.models import Case  # noqa: PLC0415 - needs loaded apps
    from kechuang.casework.papers import making  # noqa: PLC0415 - needs loaded apps
    from kechuang.casework.papers.kinds import KINDS  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.documents import pdf, word  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.documents.paper import LANGUAGES  # noqa: PLC0415 - needs loaded apps

    folder.mkdir(parents=True, exist_ok=True)
    for code, kind in sorted(KINDS.items()):
        cases = Case.objects.select_related("holder", "counterpart", "office").exclude(office=None).order_by("-id")
        cases = cases.filter(kind__in=kind.case_kinds) if kind.case_kinds else cases.filter(holder__isnull=False)
        cases = cases.filter(state__in=kind.states) if kind.states else cases
        case = cases.first()
        if case is None:
            sys.stdout.write(f"{code:45} no case fits\n")
            continue
        for language in LANGUAGES:
            made = making.make(
                kind, case, on=clock.today(), site="http://127.0.0.1:8000/", language=language, typed=TYPED
            )
            begun = time.perf_counter()
            data = pdf.write(made.paper)
            took = (time.perf_counter() - begun) * 1000
            name = f"{code}.{language}"
            (folder / f"{name}.pdf").write_bytes(data)
            (folder / f"{name}.docx").write_bytes(word.write(made.paper))
            for number in range(1, min(pdf.pages(data), 4) + 1):
                (folder / f"{name}.{number}.png").write_bytes(pdf.picture(data, number, dpi=80))
            sys.stdout.write(f"{name:55} {took:6.0f} ms {len(data):7} bytes {pdf.pages(data)} pages\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "papers"))
