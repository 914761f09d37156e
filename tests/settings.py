"""Settings of the test suite: a node of its own in a temporary folder, cheap password hashing."""

import os
import tempfile

os.environ.setdefault("KECHUANG_HOME", tempfile.mkdtemp(prefix="kechuang-test-"))
os.environ.setdefault("KECHUANG_SECRET_KEY", "test-only-secret-key-that-protects-nothing")

from kechuang.config.settings import *  # noqa: F403 - settings are read after the environment is set

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
KECHUANG_STRICT_WORDS = True  # a refusal without words fails the test that meets it
KECHUANG_WRITES_PER_MINUTE = 0  # the limit has tests of its own
# Counts in the test's own process: many tests have no database. tests/web/identity holds the shared cache to the same.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
