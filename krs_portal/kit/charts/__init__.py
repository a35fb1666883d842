"""Eight small SVG drawings, one code for page and paper.

No script, no style, no CSS variable: attributes only, so that a strict CSP and the PDF both show the same. Colour is
never the only sign: what is missing is a dashed outline, last year is a dashed line, an empty cell is hollow. Without
`width` a drawing fills the width it stands in; with `width` (paper) it is drawn in exactly so many units.
"""

from krs_portal.kit.charts.bullet import compute_bullet_scale, draw_bullet, draw_bullets
from krs_portal.kit.charts.funnel import FunnelLoss, FunnelStep, draw_funnel
from krs_portal.kit.charts.part import draw_part_bar
from krs_portal.kit.charts.scatter import ScatterLabel, ScatterSpot, draw_scatter
from krs_portal.kit.charts.stack import StackCell, StackFloor, draw_stack
from krs_portal.kit.charts.tiles import MapTile, draw_tiles
from krs_portal.kit.charts.trend import TrendPoint, draw_trend
from krs_portal.kit.charts.waterfall import WaterfallBar, draw_waterfall

__all__ = [
    "FunnelLoss",
    "FunnelStep",
    "MapTile",
    "ScatterLabel",
    "ScatterSpot",
    "StackCell",
    "StackFloor",
    "TrendPoint",
    "WaterfallBar",
    "compute_bullet_scale",
    "draw_bullet",
    "draw_bullets",
    "draw_funnel",
    "draw_part_bar",
    "draw_scatter",
    "draw_stack",
    "draw_tiles",
    "draw_trend",
    "draw_waterfall",
]
