from tests.policy.conftest import desk  # noqa: F401 - the same office
