"""Codes that kab/kota had before a province was divided: a number issued then goes on bearing them.

Only codes that nobody else got since. They name where a NIK or a KK was first issued, never where somebody lives.
"""

from collections.abc import Iterable

from krs_portal.offices.models import Region

# Former code → the code of today. Kalimantan Utara (UU 20/2012); Papua Selatan, Tengah, Pegunungan and Barat Daya (UU
# 14, 15, 16 and 29/2022).
FORMER_CODES = {
    "64.04": "65.01", "64.05": "65.03", "64.06": "65.02", "64.10": "65.04", "64.73": "65.71", "91.01": "93.01",
    "91.16": "93.02", "91.17": "93.03", "91.18": "93.04", "91.04": "94.01", "91.07": "94.02", "91.08": "94.03",
    "91.09": "94.04", "91.25": "94.05", "91.26": "94.06", "91.27": "94.07", "91.28": "94.08", "91.02": "95.01",
    "91.12": "95.02", "91.13": "95.03", "91.14": "95.04", "91.21": "95.05", "91.22": "95.06", "91.23": "95.07",
    "91.24": "95.08", "92.01": "96.01", "92.04": "96.02", "92.05": "96.03", "92.09": "96.04", "92.10": "96.05",
    "92.71": "96.71",
}  # fmt: skip


def follow_code(code: str) -> str:
    """The code of today for a kab/kota, whichever of its codes it is."""
    return FORMER_CODES.get(code, code)


def find_unknown_codes(codes: Iterable[str]) -> set[str]:
    """Which of these kab/kota codes no region has or had."""
    asked = set(codes)
    today = {follow_code(code) for code in asked}
    known = set(Region.objects.filter(code__in=asked | today).values_list("code", flat=True))
    return {code for code in asked if code not in known and follow_code(code) not in known}
