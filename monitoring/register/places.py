"""Bounding boxes of the provinces: precise enough to notice a point in the wrong province, or swapped numbers.

South, west, north, east in degrees, a little wider than the province.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

BOXES: dict[str, tuple[float, float, float, float]] = {
    "11": (1.9, 94.9, 6.2, 98.4), "12": (-0.7, 97.0, 4.4, 100.5), "13": (-3.5, 98.5, 1.0, 102.0),
    "14": (-1.2, 100.0, 2.6, 104.0), "15": (-2.9, 101.0, -0.6, 104.7), "16": (-5.0, 102.0, -1.6, 106.3),
    "17": (-5.6, 101.0, -2.2, 104.0), "18": (-6.2, 103.4, -3.6, 106.2), "19": (-3.6, 104.9, -1.3, 108.5),
    "21": (-1.4, 103.2, 4.9, 109.3), "31": (-6.4, 106.3, -5.1, 107.1), "32": (-7.9, 106.3, -5.8, 108.9),
    "33": (-8.3, 108.5, -5.6, 111.8), "34": (-8.3, 110.0, -7.5, 110.9), "35": (-8.9, 110.8, -5.0, 116.4),
    "36": (-7.1, 105.0, -5.7, 106.9), "51": (-9.0, 114.3, -8.0, 115.8), "52": (-9.2, 115.7, -8.0, 119.4),
    "53": (-11.1, 118.8, -8.0, 125.3), "61": (-3.1, 108.5, 2.2, 114.3), "62": (-3.7, 110.6, 0.9, 115.9),
    "63": (-5.0, 114.2, -1.2, 117.2), "64": (-2.6, 113.7, 2.7, 119.2), "65": (1.1, 114.4, 4.5, 118.2),
    "71": (0.2, 122.8, 5.7, 127.3), "72": (-3.8, 119.3, 1.5, 124.3), "73": (-7.9, 117.9, -1.8, 122.2),
    "74": (-6.3, 120.8, -2.6, 124.9), "75": (0.1, 121.0, 1.2, 123.7), "76": (-3.7, 118.6, -0.7, 119.9),
    "81": (-8.5, 124.9, -2.3, 135.1), "82": (-2.7, 124.2, 3.0, 129.8),
    "91": (-4.0, 134.0, 0.4, 141.1), "92": (-4.5, 131.6, 0.2, 135.4), "93": (-9.3, 137.3, -4.5, 141.1),
    "94": (-5.5, 134.5, -2.4, 138.4), "95": (-5.3, 137.2, -2.9, 141.1), "96": (-2.6, 129.2, 1.1, 133.2),
}  # fmt: skip
INDONESIA = (-11.1, 94.9, 6.2, 141.1)


def is_inside_box(box: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    south, west, north, east = box
    return south <= latitude <= north and west <= longitude <= east


def explain_wrong_point(latitude: float, longitude: float, region: Any) -> str | None:
    """A sentence if the point is outside the region's province; swapped numbers are recognised."""
    if not is_inside_box(INDONESIA, latitude, longitude):
        if is_inside_box(INDONESIA, longitude, latitude):
            return _("Titik ini di luar Indonesia; lintang dan bujurnya tampak tertukar.")
        return _("Titik ini di luar Indonesia.")
    box = BOXES.get(region.code[:2])
    if box is None or is_inside_box(box, latitude, longitude):
        return None
    return _("Titik ini tampak di luar provinsi %(region)s; periksa kembali.") % {"region": region.parent or region}
