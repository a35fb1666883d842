"""The portal with the bare page beside its own."""

from krs_portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"
