"""Six small SVG drawings, one code for page and paper.

No script, no style, no CSS variable: attributes only, so that a strict CSP and the PDF both show the same. Colour is
never the only sign: what is missing is a dashed outline, last year is a dashed line, an empty cell is hollow. Without
`width` a drawing fills the width it stands in; with `width` (paper) it is drawn in exactly so many units.
"""

from krs_portal.kit.charts.bullet import bullet
from krs_portal.kit.charts.part import part
from krs_portal.kit.charts.scatter import Name, Spot, scatter
from krs_portal.kit.charts.stack import Cell, Floor, stack
from krs_portal.kit.charts.tiles import Tile, tiles
from krs_portal.kit.charts.trend import Point, trend

__all__ = ["Cell", "Floor", "Name", "Point", "Spot", "Tile", "bullet", "part", "scatter", "stack", "tiles", "trend"]
