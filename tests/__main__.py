"""python -m tests: pytest, which imports everything without the collector looking in between (0,7 of 3,5 seconds)."""

import gc
import sys

import pytest

if __name__ == "__main__":
    gc.disable()  # tests/conftest.py switches it on again
    sys.exit(pytest.main())
