"""Small inputs with their right answers, and the folder that holds the files among them.

The answers stand in the tests. Where the folder is not there, those tests are skipped and say so.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings

CASES = Path(os.environ.get("KRS_SHARED_CASES") or settings.BASE_DIR.parent / "shared" / "cases")
needs_cases = pytest.mark.skipif(not CASES.exists(), reason=f"{CASES} IS NOT THERE")
