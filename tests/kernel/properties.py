"""Settings of the kernel's property tests: few examples each, no judgement by the clock."""

from hypothesis import settings

quick = settings(max_examples=80, deadline=None)
