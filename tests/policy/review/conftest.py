"""The review shares the desk of the policy tests."""

from tests.policy.conftest import desk  # noqa: F401 - a fixture
