"""How figures look: words keep clear of each other and of the edge, colors are told apart by everybody, text and marks stand out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest
from invented_figures import crowded_figures, golden_figures, invented_shares, invented_themes, masked
from matplotlib.backends.backend_agg import FigureCanvasAgg

from peace_analysis import charts
from peace_analysis.charts import figure as look
from peace_analysis.charts.figure import STYLE_FILE, drawing_style
from peace_analysis.charts.shades import SHADES, STARTS, ink_on, shade_of

SMALL = (
    "theme_shares",
    "group_shares",
    "theme_overview",
    "coverage_grid",
    "theme_heat_map",
    "common_ground",
    "coverage_map",
    "theme_maps",
    "scale_means",
    "scale_means_by_group",
    "policy_timeline",
)
CROWDED = ("theme_shares", "group_shares", "theme_heat_map", "common_ground", "coverage_map", "theme_maps")
FIGURES = [*(f"small: {name}" for name in SMALL), *(f"crowded: {name}" for name in CROWDED)]
PAGES = {"light": "#ffffff", "dark": "#15181c"}  # of the report
TEXT_COLOR = {"light": "#1b1f24", "dark": "#e8ebee"}  # what `currentColor` is there
TOUCH = 1.0  # points by which boxes of two words may overlap: they hold some air


@cache
def drawn():
    """Every figure by its name, drawn once."""
    made = (("small", golden_figures()), ("crowded", crowded_figures()))
    return {f"{kind}: {name}": figure for kind, figures in made for name, figure in figures}


def test_all_figures_are_looked_at():
    assert list(drawn()) == FIGURES


def word_boxes(figure):
    """Boxes of all words of a figure, in points, with the words."""
    with drawing_style():
        drawing = figure.figure
        renderer = FigureCanvasAgg(drawing).get_renderer()
        drawing.draw(renderer)
        scale = 72 / drawing.dpi
        found = [
            (text.get_text(), text.get_window_extent(renderer)) for text in drawing.findobj(match=lambda one: hasattr(one, "get_fontsize"))
        ]
        size = drawing.get_size_inches() * 72
    return size, [(words, box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale) for words, box in found if words.strip()]


@pytest.mark.parametrize("name", FIGURES)
def test_no_words_of_a_figure_overlap_or_leave_it(name):
    (width, height), boxes = word_boxes(drawn()[name])
    assert len(boxes) > 4
    out = [words for words, x0, y0, x1, y1 in boxes if x0 < -TOUCH or y0 < -TOUCH or x1 > width + TOUCH or y1 > height + TOUCH]
    assert out == []
    over = [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if min(one[3], other[3]) - max(one[1], other[1]) > TOUCH and min(one[4], other[4]) - max(one[2], other[2]) > TOUCH
    ]
    assert over == []


def test_overlapping_words_would_be_seen():
    figure = dict(golden_figures())["theme_heat_map"]
    figure.figure.text(0.5, 0.5, "\n".join(["over all else " * 10] * 9), ha="center", va="center")
    _, boxes = word_boxes(figure)
    last = boxes[-1]
    assert any(
        min(last[3], box[3]) - max(last[1], box[1]) > TOUCH and min(last[4], box[4]) - max(last[2], box[2]) > TOUCH for box in boxes[:-1]
    )


# Colors: sRGB to linear light and CIE L*a*b* (D65), simulation of missing cones after Machado, Oliveira & Fernandes (2009), severity 1.
SEEN_AS = {
    "all cones": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "grey": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])


def linear(color: str) -> np.ndarray:
    value = np.array([int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(color: str, seen: str) -> np.ndarray:
    light = np.clip(SEEN_AS[seen] @ linear(color), 0, 1)
    ratio = TO_XYZ @ light / np.array([0.95047, 1.0, 1.08883])
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ linear(color)) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def mix(color: str, page: str, opacity: float) -> str:
    values = [round(int(color[k : k + 2], 16) * opacity + int(page[k : k + 2], 16) * (1 - opacity)) for k in (1, 3, 5)]
    return "#" + "".join(f"{value:02x}" for value in values)


def test_the_measures_of_color_give_known_values():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab("#ff0000", "all cones") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


@pytest.mark.parametrize("seen", SEEN_AS)
@pytest.mark.parametrize(
    "pair",
    [*pairwise(SHADES), (look.BLUE, look.SKY), (SHADES[1], SHADES[3])],
    ids="-".join,
)
def test_shades_used_side_by_side_are_told_apart_by_everybody(pair, seen):
    assert np.linalg.norm(lab(pair[0], seen) - lab(pair[1], seen)) >= 12  # 2.3 is just noticeable


@pytest.mark.parametrize("seen", ["all cones", "protanopia", "deuteranopia"])
def test_marks_of_two_hues_are_told_apart_without_a_cone_and_have_two_shapes(seen):
    assert np.linalg.norm(lab(look.BLUE, seen) - lab(look.VERMILION, seen)) >= 20
    assert charts.common_ground.__globals__["LOWEST"]["marker"] != charts.common_ground.__globals__["MEAN"]["marker"]


def test_two_hues_that_one_cone_tells_apart_would_fail():
    assert (
        np.linalg.norm(lab("#d62728", "deuteranopia") - lab("#7a6a1e", "deuteranopia"))
        < 30
        < np.linalg.norm(lab("#d62728", "all cones") - lab("#7a6a1e", "all cones"))
    )


def test_shades_go_from_light_to_dark_also_in_grey():
    lightness = [lab(shade, "grey")[0] for shade in SHADES]
    assert lightness == sorted(lightness, reverse=True)


@pytest.mark.parametrize("step", range(len(SHADES)))
def test_words_on_a_shade_stand_out(step):
    assert contrast(ink_on(step), SHADES[step]) >= 4.5


@pytest.mark.parametrize("page", PAGES)
def test_words_hatching_and_marks_stand_out_on_light_and_dark_pages(page):
    ground, ink = PAGES[page], TEXT_COLOR[page]
    assert contrast(ink, ground) >= 4.5
    assert contrast(mix(ink, ground, 0.78), ground) >= 4.5  # secondary words and outlines
    assert contrast(mix(ink, ground, 0.5), ground) >= 3  # hatching and leaders
    assert contrast(look.BLUE, ground) >= 3
    assert contrast(look.VERMILION, ground) >= 3


@pytest.mark.parametrize("color", [look.INK, look.MUTED])
def test_words_stand_out_on_white_in_saved_figures(color):
    assert contrast(color, "#ffffff") >= 4.5


def test_all_figures_are_drawn_in_one_style_that_the_package_carries():
    words = STYLE_FILE.read_text(encoding="utf-8")
    assert "svg.fonttype: none" in words
    for name, figure in drawn().items():
        fonts = {text.get_fontfamily()[0] for text in figure.figure.findobj(match=lambda one: hasattr(one, "get_fontfamily"))}
        assert fonts <= {"sans-serif", "DejaVu Sans"}, name


def test_colors_of_a_figure_are_those_of_the_palette_or_follow_the_page():
    palette = {color.lower() for color in (*SHADES, look.BLUE, look.SKY, look.VERMILION, look.ON_LIGHT, look.ON_DARK)}
    for name, figure in drawn().items():
        used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{6})"', figure.svg))
        assert {color.lower() for color in used} <= palette, name


def test_every_figure_has_a_sentence_as_title_an_alt_text_that_says_more_and_a_table():
    for name, figure in drawn().items():
        assert len(figure.title.split()) >= 5, name
        assert len(figure.alt) > 60, name
        assert figure.alt != figure.title
        assert len(figure.table), name


def test_a_heat_map_of_25_themes_and_30_groups_stays_small():
    themes = invented_themes({f"T{n:02d}": f"A theme of some words, number {n}" for n in range(25)})
    cells = {(f"T{i:02d}", f"Neighborhood {j}"): masked((i * 7 + j * 3) % 21) for i in range(25) for j in range(30)}
    figure = charts.theme_heat_map(invented_shares(cells), themes, "neighborhood")
    assert len(figure.table) == 750
    assert len(figure.svg.encode()) < 150_000
    written = {element.text for element in ET.fromstring(figure.svg).iter("{http://www.w3.org/2000/svg}text")}
    assert {"15", "<3", "all"} <= written


@pytest.mark.parametrize(("share", "step"), [(0.0, 0), (0.094, 0), (0.095, 1), (0.2449, 1), (0.2451, 2), (0.5, 3), (0.746, 4), (1.0, 4)])
def test_a_shade_goes_by_the_percent_that_is_printed(share, step):
    assert shade_of(share) == step
    assert int(f"{share:.0%}"[:-1]) >= STARTS[step]
