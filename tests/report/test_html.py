"""Pieces of a page: escaped, and walkable by a screen reader."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest
from hostile_words import HOSTILE

from peace_analysis.charts.labels import clean_text
from peace_analysis.report import html, tabular


class Tags(HTMLParser):
    """Collects tags, attributes and text of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":  # a quote keeps its line breaks
            self.text += " "
        else:
            self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    "make",
    [
        html.paragraph,
        lambda words: html.bullets([words]),
        lambda words: html.heading(3, words, "a"),
        lambda words: html.note(words, title=words),
        lambda words: html.quote(words, words, language=words),
        lambda words: html.facts([(words, words)]),
        lambda words: html.folded(words, html.paragraph(words), kind=words),
        lambda words: tabular.table(pd.DataFrame({words: [words], "b": [1]}), caption=words, remark=words),
    ],
    ids=["paragraph", "bullets", "heading", "note", "quote", "facts", "folded", "table"],
)
def test_hostile_words_are_shown_as_written_and_make_no_element(make, words):
    harmless, hostile = Tags(make("harmless").markup), Tags(make(words).markup)
    allowed = {"class", "lang", "aria-label"}
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in harmless.tags]
    assert [set(attrs) - allowed for _, attrs in hostile.tags] == [set(attrs) - allowed for _, attrs in harmless.tags]
    assert " ".join(clean_text(words).split()) in " ".join(hostile.text.split())


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain – “words”", "plain – “words”"),
        ("a\tb\nc", "a b c"),
        ("\u202eabc\u202c", "abc"),
        ("bell\x07", "bell\ufffd"),
        ("\ud800", "\ufffd"),
        ("family 👨‍👩‍👧 and ñ, ქ, 中", "family 👨‍👩‍👧 and ñ, ქ, 中"),
    ],
    ids=["plain", "white space", "override", "control", "surrogate", "joined emoji"],
)
def test_clean_text_replaces_what_cannot_be_shown_and_nothing_else(raw, shown):
    assert clean_text(raw) == shown


def test_a_table_has_caption_scoped_headers_and_a_region_that_the_keyboard_reaches():
    frame = pd.DataFrame({"theme": ["Speeding"], "n_raised": [12], "share": [0.5], "missing": [None]})
    found = Tags(tabular.table(frame, caption="Who raised what").markup)
    tags = [tag for tag, _ in found.tags]
    region = found.tags[0][1]
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "Table: Who raised what")
    assert tags.count("caption") == 1
    assert [attrs["scope"] for tag, attrs in found.tags if tag == "th"] == ["col", "col", "col", "col", "row"]
    assert [attrs.get("class") for tag, attrs in found.tags if tag == "td"] == ["number", "number", None]
    assert "not available" in str(found.tags)


@pytest.mark.parametrize(
    ("share", "low", "high", "expected"),
    [
        (0.42, 0.29, 0.57, "about 42% (29% to 57%)"),
        (0.42, None, None, "about 42%"),
        (0.0, 0.0, 0.004, "about 0% (0% to under 1%)"),
        (1.0, 0.996, 1.0, "about 100% (over 99% to 100%)"),
        (float("nan"), 0.1, 0.2, "–"),
    ],
    ids=["usual", "no interval", "nobody", "everybody", "masked"],
)
def test_shares_are_whole_percents_with_their_interval(share, low, high, expected):
    assert tabular.share_text(share, low, high) == expected


@pytest.mark.parametrize(("level", "anchor"), [(1, "a"), (5, "a"), (2, ""), (2, 'a" onclick="x')])
def test_a_heading_refuses_a_wrong_level_or_anchor(level, anchor):
    with pytest.raises(ValueError, match="level 2 to 4"):
        html.heading(level, "Title", anchor)


def test_a_fragment_does_not_show_its_words_in_a_log():
    assert "secret" not in repr(html.paragraph("secret"))
