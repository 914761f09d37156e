"""An evaluation report: ``python benchmarks/evaluation.py [targets] [tasks]``, 200 targets and 40 tasks by default.

Inputs of invented targets with five years of figures each; then the text, the Word file, the PDF/A and the page, and
the files once more from the kept bytes of the inputs. Prints seconds (elapsed and of the processor) and the most memory
that was held. The target is 20 s for all of it; no database is involved.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 200
TASKS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
os.environ["KECHUANG_HOME"] = tempfile.mkdtemp(prefix="kechuang-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")
sys.path.insert(0, str(Path(__file__).parents[1]))


def timed(words, work):
    began, busy = time.perf_counter(), time.process_time()
    found = work()
    spent, cpu = time.perf_counter() - began, time.process_time() - busy
    print(f"{words}: {spent:.2f} s ({cpu:.2f} s of the processor)")
    return found, spent


def main():
    import django

    django.setup()
    from django.template.loader import render_to_string

    from kechuang.mechanisms.delivery.evaluation.report import compose, inputs, showing
    from kechuang.web.documents import pdf, word
    from tests.mechanisms.delivery.evaluation.report.samples import many

    made = many(COUNT, TASKS)
    print(f"{COUNT} targets, {TASKS} tasks, {len(inputs.canonical(made)):,} bytes of inputs")
    paper, first = timed("text", lambda: compose.paper(made))
    text, second = timed("Word", lambda: word.write(paper))
    page, third = timed("PDF/A", lambda: pdf.write(paper))

    def shown():
        sections, pages = showing.shown(compose.compose(made), made)
        context = {"sections": sections, "pages": range(pages), "at": 1, "lang": "zh-Hans", "files": ()}
        return render_to_string("delivery_evaluation/report_body.html", context)

    html, fourth = timed("page", shown)
    print(f"together: {first + second + third + fourth:.2f} s")
    print(f"Word {len(text):,} bytes, PDF/A {len(page):,} bytes on {pdf.pages(page)} sheets, page {len(html):,} signs")
    again = compose.paper(inputs.read(inputs.canonical(made)))
    files, _spent = timed("made again from the kept inputs", lambda: (word.write(again), pdf.write(again)))
    same = files == (text, page)
    print(f"byte for byte the same: {same}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
