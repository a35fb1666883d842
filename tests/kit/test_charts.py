import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krs_portal.kit import charts
from krs_portal.kit.charts import canvas
from krs_portal.kit.charts.trend import _choose_levels

HOSTILE = "<script>alert('x')</script>\"&"
POINTS = [charts.TrendPoint(f"M{n}", n * 10 if n < 9 else None, href=f"/baris/?m={n}&y=2022") for n in range(12)]


def drawings(name="Tempat"):
    return {
        "bullet": charts.draw_bullet(173, 250, pace=232, scale=700, label=name, href="/baris/"),
        "bullet on paper": charts.draw_bullet(330, 250, label=name, width=170),
        "empty bullet": charts.draw_bullet(None, None, label=name),
        "trend": charts.draw_trend(POINTS, title=name, target=60),
        "running": charts.draw_trend(
            POINTS, title=name, cumulative=True, before=[5] * 12, before_label=name, width=642
        ),
        "empty trend": charts.draw_trend([], title=name),
        "tiles": charts.draw_tiles(
            [charts.MapTile("33", name, 2, 1, 5), charts.MapTile("34", name, 3, 1, None)], title=name
        ),
        "part": charts.draw_part_bar(80, 96, title=name),
        "unknown part": charts.draw_part_bar(None, 96, title=name),
        "scatter": charts.draw_scatter([charts.ScatterSpot(0.5, 0.5, 80, name, href="/baris/", text="2")], title=name),
        "stack": charts.draw_stack([charts.StackFloor("1", [charts.StackCell("101", "broken", name)])], title=name),
    }


@pytest.mark.parametrize("kind", drawings())
def test_a_drawing_is_well_formed_named_and_without_style_or_script(kind):
    root = ElementTree.fromstring(drawings(HOSTILE)[kind])  # noqa: S314 - our own

    assert all("style" not in element.attrib and not element.tag.endswith("script") for element in root.iter())
    assert HOSTILE in root[0].text
    assert root.attrib["role"] == ("group" if "<a " in drawings()[kind] else "img")


def test_what_is_missing_is_outlined_and_blank_is_not_zero():
    missed, reached, unknown = charts.draw_bullet(173, 250), charts.draw_bullet(305, 250), charts.draw_bullet(None, 250)

    assert "stroke-dasharray" in missed
    assert "stroke-dasharray" not in reached
    assert canvas.MISSED not in unknown
    assert "– dari target 250" in unknown


def test_the_bar_on_the_screen_stretches_and_on_paper_stands():
    assert 'width="69.2%"' in charts.draw_bullet(173, 250, scale=250)
    assert 'width="69.2"' in charts.draw_bullet(173, 250, scale=250, width=100)


def test_a_month_that_was_not_yet_is_left_out():
    drawn = charts.draw_trend(POINTS, title="x", cumulative=True)

    assert "M8: 360" in drawn
    assert "M9:" not in drawn


@given(st.floats(0, 1e12))
def test_levels_are_few_and_reach_the_value(value):
    step, levels = _choose_levels(value)

    assert 1 <= levels <= 5
    assert step * levels >= value


def test_colours_are_those_of_the_tokens(settings):
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text().upper()

    for colour in (canvas.INK, canvas.MUTED, canvas.GRID, canvas.CARD, canvas.REACHED, canvas.MISSED, canvas.BEFORE):
        assert colour in tokens


def test_a_bar_takes_well_under_a_millisecond():
    began = time.perf_counter()
    for _ in range(200):
        charts.draw_bullet(173, 250, pace=232, scale=700, label="Tempat", href="/baris/")

    assert (time.perf_counter() - began) / 200 < 0.001


def test_no_length_is_written_in_exponents():
    assert not re.search(r'="\d[\d.]*e-?\d', charts.draw_bullet(1, 10**9))
