"""Settings with the ledger alone: processes that only write and prove logs start in a fraction of the time."""

import os
from pathlib import Path

from kechuang.config import database

KECHUANG_HOME = Path(os.environ["KECHUANG_HOME"])
INSTALLED_APPS = ["kechuang.ledger"]
DATABASES = {"default": database.settings(KECHUANG_HOME)}
SECRET_KEY = "test-only"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
