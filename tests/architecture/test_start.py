"""A command knows every act, case and fact as soon as it has started: none waits for the addresses to be loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASK = """
import json
import django

django.setup()
from kechuang.casework.registry import ACT_KINDS, CASE_KINDS
from kechuang.kernel.fact import REGISTRY


def known():
    return sorted([*ACT_KINDS, *CASE_KINDS, *(name for name, _version in REGISTRY)])


before = known()
import kechuang.config.urls

print(json.dumps([before, known()]))
"""


def test_nothing_is_known_later_than_at_the_start():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", ASK]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)

    at_start, in_the_end = json.loads(done.stdout)
    assert len(at_start) > 100
    assert at_start == in_the_end
