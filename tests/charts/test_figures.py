"""Figures: titles that the table carries, masked cells drawn as such, and the same bytes every time."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from peace_analysis import charts
from peace_analysis.boundaries import Boundaries
from peace_analysis.charts.labels import clean_text, shorten, wrap
from peace_analysis.settings import Plan

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "$\\frac{1}{0}$ and $x",
    "]]><![CDATA[",
    "\x00\x0b\ufffe",
    "\u202eright to left",
    "نص عربي 中文 ქართული 👮🏽‍♀️",
    "&lt;b&gt; &amp;",
    "x" * 400,
    "",
]
THEMES = {"T01": "Slow answers to 911 calls", "T02": "Dark streets", "T03": "Noise"}


def make_themes(names=THEMES):
    rows = [(theme, None, name, 9, 3) for theme, name in names.items()] + [("T01.1", "T01", "A part of it", 4, 2)]
    return pd.DataFrame(rows, columns=["theme_id", "parent_id", "name", "n_participants", "n_sessions"])


def make_shares(*cells, attribute="everyone", unit="participant", adequate=True):
    """Cells are (group, theme, raised, heard); raised None is masked."""
    rows = []
    for group, theme, raised, heard in cells:
        share = None if raised is None else raised / heard
        interval = (None, None) if share is None else (max(0, share - 0.1), min(1, share + 0.1))
        shown = "fewer than 3" if raised is None else ""
        rows.append((attribute, group, theme, unit, raised, heard, 3, share, *interval, 1.0, adequate, shown))
    columns = ["attribute", "group", "theme_id", "unit", "n_raised", "n_heard", "n_sessions", "share", "low", "high", "design_effect"]
    frame = pd.DataFrame(rows, columns=[*columns, "adequate", "shown"])
    return frame.astype({"n_raised": "float64", "share": "float64", "low": "float64", "high": "float64"})


EVERYONE = make_shares(
    ("everyone", "T01", 30, 60), ("everyone", "T02", 12, 60), ("everyone", "T03", None, 60), ("everyone", "T01.1", 4, 60)
)


def by_group(*cells, **settings):
    return pd.concat([EVERYONE, make_shares(*cells, attribute="neighborhood", **settings)], ignore_index=True)


def texts(figure):
    return [element.text for element in ET.fromstring(figure.svg).iter(f"{SVG}text")]


def test_the_title_of_theme_shares_says_what_came_up_most():
    assert charts.theme_shares(EVERYONE, make_themes()).title == "“Slow answers to 911 calls” came up most often: 30 of 60 people raised it"


def test_themes_that_tie_are_named_together():
    shares = make_shares(("everyone", "T01", 12, 60), ("everyone", "T02", 12, 60))
    title = charts.theme_shares(shares, make_themes()).title
    assert title == "“Slow answers to 911 calls” and “Dark streets” came up most often, equally: 12 of 60 people raised it"


def test_sessions_are_counted_where_no_source_names_speakers():
    shares = make_shares(("everyone", "T01", 5, 6), unit="session")
    assert charts.theme_shares(shares, make_themes()).title == "“Slow answers to 911 calls” came up most often: in 5 of 6 sessions"


def test_a_masked_count_is_drawn_in_words_and_its_number_is_nowhere():
    figure = charts.theme_shares(EVERYONE, make_themes())
    assert "fewer than 3 of 60" in texts(figure)
    assert "shown hollow" in figure.alt
    assert figure.table.set_index("theme_id").loc["T03", ["n_raised", "share", "low", "high"]].isna().all()


def test_subthemes_are_not_drawn_among_themes():
    assert charts.theme_shares(EVERYONE, make_themes()).table["theme_id"].tolist() == ["T01", "T02", "T03"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((("A", "T01", 12, 20), ("B", "T01", 10, 20)), "Half or more of the people heard in every neighborhood shown raised “Slow answers"),
        ((("A", "T01", 8, 20), ("B", "T01", 6, 20)), "In the one theme the intervals of the 2 neighborhoods shown overlap"),
        (
            (("A", "T01", 16, 20), ("B", "T01", 4, 20)),
            "In 1 of 1 theme, the intervals of at least two of the 2 neighborhoods shown lie apart",
        ),
        ((("A", "T01", 12, 20), ("B", "T01", None, 20)), "No theme has intervals of two neighborhoods or more to set side by side"),
        (
            (("A", "T01", 8, 20), ("B", "T01", 6, 20), ("A", "T02", 8, 20), ("B", "T02", None, 20)),
            "In the 1 theme that has intervals of two neighborhoods or more, they overlap",
        ),
        ((("A", "T01", 12, 20),), "Only one neighborhood was heard by enough people to be shown: A"),
    ],
    ids=["half in all", "overlap", "apart", "masked is not half", "masked is no interval", "one group"],
)
def test_the_title_of_group_shares_claims_no_more_than_the_table(cells, expected):
    figure = charts.group_shares(by_group(*cells), make_themes(), "neighborhood")
    assert figure.title.startswith(expected)
    assert "significant" not in figure.title + figure.alt
    assert "The figure tests no difference" in figure.alt


def test_groups_too_small_are_named_and_not_drawn():
    shares = pd.concat([by_group(("A", "T01", 12, 20)), make_shares(("B", "T01", None, 5), attribute="neighborhood", adequate=False)])
    figure = charts.group_shares(shares, make_themes(), "neighborhood")
    assert "Too small to show: B." in figure.alt
    assert "B" not in texts(figure)
    assert figure.table["group"].tolist() == ["A"]


def test_where_nothing_may_be_shown_the_figure_says_so():
    small = by_group(("A", "T01", None, 5), adequate=False)
    groups = charts.group_shares(small, make_themes(), "neighborhood")
    assert groups.title == "No neighborhood was heard in enough sessions, by enough people, to be shown on its own"
    assert groups.alt.startswith("Nothing is drawn: no neighborhood")
    assert groups.table.empty
    assert charts.group_shares(small, make_themes(), "age_group").title.startswith("No age group was heard")
    assert charts.theme_shares(EVERYONE.iloc[:0], make_themes()).title == "No theme was found"
    assert charts.theme_overview(make_themes().iloc[:0]).title == "No theme was found"
    nowhere = pd.DataFrame({"neighborhood": [None], "stakeholder_group": [None]})
    assert charts.coverage_grid(nowhere, Plan()).title.startswith("Neither the plan nor the sessions name")


def test_coverage_grid_counts_planned_held_and_unplanned_cells():
    sessions = pd.DataFrame({"neighborhood": ["North", "North", "South", None], "stakeholder_group": ["youth", "youth", "elders", "youth"]})
    figure = charts.coverage_grid(sessions, Plan(neighborhoods=("North", "East"), stakeholder_groups=("youth",)))
    assert figure.title == "Sessions reached 1 of the 2 planned combinations of neighborhood and stakeholder group"
    cells = figure.table.set_index(["neighborhood", "stakeholder_group"])
    assert cells["n_sessions"].to_dict()[("North", "youth")] == 2
    assert not cells.loc[("South", "elders"), "planned"]
    assert cells.loc[("not stated", "youth"), "n_sessions"] == 1
    assert "No session at all in: East." in figure.alt
    assert {"2", "1", "none", "–"} <= set(texts(figure))  # words, not color alone


def test_theme_overview_masks_lone_voices():
    themes = make_themes().assign(n_participants=[30, 12, 2, 4])
    figure = charts.theme_overview(themes)
    assert figure.title == "3 themes came up; “Slow answers to 911 calls” leads, raised by 30 people"
    assert "fewer than 3" in texts(figure)
    assert figure.table["n_raised"].isna().tolist() == [False, False, True]


def every_figure(names):
    themes = make_themes(dict(zip(THEMES, names, strict=True)))
    shares = by_group(*[(name, theme, 6, 20) for name in dict.fromkeys(names) for theme in THEMES])
    sessions = pd.DataFrame({"neighborhood": names, "stakeholder_group": names})
    yield charts.theme_shares(shares, themes)
    yield charts.group_shares(shares, themes, "neighborhood")
    yield charts.coverage_grid(sessions, Plan(neighborhoods=tuple(names), stakeholder_groups=tuple(names)))
    yield charts.theme_overview(themes)
    yield charts.theme_heat_map(shares, themes, "neighborhood")
    yield charts.common_ground(shares, themes, "neighborhood")
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.float64)
    boundaries = Boundaries({name: [[square + np.array([number, 0])]] for number, name in enumerate(dict.fromkeys(names))})
    held = pd.DataFrame({"neighborhood": names, "planned": True, "n_sessions": 2, "n_heard": 20.0, "shown": "20"})
    yield charts.coverage_map(held, boundaries)
    yield charts.theme_maps(shares, themes, boundaries)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.filterwarnings("error")
def test_hostile_names_are_drawn_as_text_and_nothing_else(words, tmp_path):
    for number, figure in enumerate(every_figure([words, f"{words}2", "plain"])):
        root = ET.fromstring(figure.svg)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg",
            "g",
            "defs",
            "path",
            "use",
            "text",
            "clipPath",
            "rect",
            "pattern",
        }
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not {name for name in attributes if name.startswith("on") or name == "style"}
        assert root.get("aria-label") == figure.alt == clean_text(figure.alt)
        html = figure._repr_mimebundle_()["text/html"]
        assert "<script" not in html
        for path in figure.save(tmp_path, f"figure-{number}"):
            assert path.stat().st_size > 0


def test_the_same_figure_gives_the_same_bytes_whatever_was_drawn_before(tmp_path):
    first, second = (next(iter(every_figure(["a", "b", "c"]))) for _ in range(2))
    assert first.svg == first.svg == second.svg
    saved = [[path.read_bytes() for path in figure.save(tmp_path / folder, "f")] for folder, figure in (("1", first), ("2", second))]
    assert saved[0] == saved[1]
    assert first.svg == second.svg


def test_two_figures_share_no_id():
    figures = list(every_figure(["a", "b", "c"]))
    ids = [element.get("id") for figure in figures for element in ET.fromstring(figure.svg).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_a_saved_figure_carries_title_and_description(tmp_path):
    svg, png, alt = charts.theme_shares(EVERYONE, make_themes()).save(tmp_path, "shares")
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    assert root.find(f"{SVG}title").text.startswith("“Slow answers")
    assert root.find(f"{SVG}desc").text.startswith("Dot chart of 3 themes")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "Dot chart" in alt.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["../x", "X", "", "a b", "a/b"])
def test_a_file_name_that_is_no_plain_name_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="file name"):
        charts.theme_shares(EVERYONE, make_themes()).save(tmp_path, name)


@pytest.mark.parametrize(
    ("words", "width", "expected"),
    [("short", 10, "short"), ("a rather long name of a place", 14, "a rather long…"), ("x" * 20, 5, "xxxx…")],
)
def test_shorten_cuts_at_a_blank_and_says_so(words, width, expected):
    assert shorten(words, width) == expected


def test_wrap_keeps_to_its_lines_and_width():
    lines = wrap("one two three four five six seven eight nine ten", 12).split("\n")
    assert len(lines) == 2
    assert max(map(len, lines)) <= 12
    assert lines[-1].endswith("…")
