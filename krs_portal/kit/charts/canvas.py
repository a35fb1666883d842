"""Pen and paper of the drawings: colours of the look, escaped elements, and lengths that stretch or stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

INK, MUTED, GRID, CARD = "#1B2736", "#566173", "#D5DCE4", "#FFFFFF"
REACHED, MISSED, BEFORE, UNTARGETED = "#2F6DB5", "#C4502B", "#7FA8D9", "#8793A5"
STEPS = (
    ("#E5EEF8", INK),
    ("#BFD3EA", INK),
    (BEFORE, INK),
    (REACHED, CARD),
    ("#204D84", CARD),
)  # light to dark, text on it
FONT = "Inter, Helvetica, Arial, sans-serif"


def draw_element(name: str, content: str = "", /, **attributes: Any) -> str:
    """One element. Attributes are escaped, None leaves one out, `_` reads as `-`; content is elements already."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_format_length(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>"


def draw_text(content: Any, **attributes: Any) -> str:
    """A text element."""
    return draw_element("text", escape(content), **{"font_family": FONT, "font_size": 12, "fill": MUTED, **attributes})


def draw_mark(*parts: str, title: Any = "", href: str | None = None, written: bool = False) -> str:
    """Group parts of a drawing with a title for pointer and screen reader; as a link if `href` is given."""
    content = (draw_element("title", escape(title)) if title else "") + "".join(parts)
    if not href:
        return draw_element("g", content)
    return draw_element("a", content, href=href, aria_label=None if written else title or None)


@dataclass(frozen=True)
class Canvas:
    width: float | None
    height: float
    left: int = 0  # room for the names of levels; on the screen the class `chart-axis` leaves it

    def x(self, share: float) -> str:
        """A share (0..1) of the width: a percentage where the drawing stretches."""
        return _format_length(share * self.width) if self.width else f"{_format_length(share * 100)}%"

    def line(self, points: Iterable[tuple[float, float]], **pen: Any) -> str:
        """A broken line through (share of the width, y); its pen keeps its thickness however it is stretched."""
        scale = self.width or 1000
        path = " ".join(f"{_format_length(x * scale)},{_format_length(y)}" for x, y in points)
        drawn = draw_element(
            "polyline", points=path, fill="none", vector_effect=None if self.width else "non-scaling-stroke", **pen
        )
        if self.width:
            return drawn
        box = f"0 0 1000 {_format_length(self.height)}"
        return draw_element("svg", drawn, width="100%", height=self.height, viewBox=box, preserveAspectRatio="none")

    def svg(self, *parts: str, title: Any, description: Any = "", linked: bool = False) -> SafeString:
        """The drawing. One with links is a group, since an image may hold nothing that can be followed."""
        names = draw_element("title", escape(title)) + (
            draw_element("desc", escape(description)) if description else ""
        )
        size = {"width": self.width or "100%", "height": self.height}
        if self.width:
            size["width"] = self.width + self.left
            size["viewBox"] = f"{-self.left} 0 {_format_length(self.width + self.left)} {_format_length(self.height)}"
        role = "group" if linked else "img"
        return mark_safe(  # every text went through escape
            draw_element(
                "svg",
                names + "".join(parts),
                xmlns="http://www.w3.org/2000/svg",
                role=role,
                aria_label=title,
                class_="chart chart-axis" if self.left and not self.width else "chart",
                **size,
            )
        )


def _format_length(value: Any) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def compute_share(value: float | None, scale: float) -> float:
    """Value as a share of the scale, kept on the paper."""
    return min(max((value or 0) / scale, 0.0), 1.0) if scale > 0 else 0.0
