"""Faults of a page that its markup tells, each beside markup that is none."""

from __future__ import annotations

import pytest

from peace_analysis.report.accessibility import inspect_page

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
PAGE = f'<!DOCTYPE html><html lang="en"><head>{POLICY}<title>T</title></head><body><main><h1>H</h1>%s</main></body></html>'

SOUND = {
    "table": '<table><caption>C</caption><tr><th scope="col">A</th></tr><tr><td>1</td></tr></table>',
    "frame of a notebook": '<table class="dataframe"><tr><th>A</th></tr></table>',
    "layout": '<table role="presentation"><tr><td>1</td></tr></table>',
    "image": '<img alt="" src="data:,">',
    "drawing": '<svg role="img" aria-label="Shares"></svg>',
    "drawing with a title": '<svg role="img"><title>Shares</title></svg>',
    "ornament": '<svg aria-hidden="true"></svg>',
    "link out": '<a href="https://example.org/">The method</a>',
    "link within": '<h2 id="a">A</h2><a href="#a">To A</a>',
    "headings": "<h2>A</h2><h3>B</h3><h2>C</h2>",
    "field": '<label for="q">Search</label><input id="q" type="search">',
    "field inside its label": "<label>Search <input></label>",
    "words that look like markup": "<p>&lt;img onerror=x src=http://x&gt;</p>",
    "a name that begins with on": '<p data-once="1">x</p>',
}
FAULTS = {
    "no caption": ('<table><tr><th scope="col">A</th></tr></table>', "no caption"),
    "no headers": ("<table><caption>C</caption><tr><td>1</td></tr></table>", "no headers"),
    "header of nothing": ("<table><caption>C</caption><tr><th>A</th></tr></table>", "scope"),
    "no alt": ('<img src="data:,">', "no alternative text"),
    "nbconvert's alt": ('<img alt="No description has been provided for this image" src="data:,">', "no alternative text"),
    "bare drawing": ("<svg></svg>", "drawing has no alternative text"),
    "remote image": ('<img alt="x" src="https://example.org/x.png">', "<img> fetches something"),
    "remote style": ("<style>p { background: url(https://example.org/x) }</style>", "style fetches"),
    "stylesheet": ('<link rel="stylesheet" href="x.css">', "<link> fetches"),
    "frame": ('<iframe src="x.html"></iframe>', "<iframe> fetches"),
    "handler": ('<p onclick="x()">x</p>', "event handler"),
    "script link": ('<a href=" JavaScript:x()">Open it</a>', "runs a script"),
    "here": ('<a href="https://example.org/">here</a>', "does not say what it leads to"),
    "empty link": ('<a href="https://example.org/"></a>', "does not say what it leads to"),
    "link nowhere": ('<a href="#b">To B</a>', "leads nowhere"),
    "twice": ('<p id="a">x</p><p id="a">y</p>', "id is used twice"),
    "skipped level": ("<h3>x</h3>", "level 3 follows one of level 1"),
    "second h1": ("<h1>x</h1>", "2 headings of level 1"),
    "no label": ('<input id="q">', "no label"),
}


@pytest.mark.parametrize("markup", SOUND.values(), ids=SOUND)
def test_sound_markup_has_no_fault(markup: str) -> None:
    assert inspect_page(PAGE % markup) == []


@pytest.mark.parametrize(("markup", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named(markup: str, expected: str) -> None:
    (found,) = inspect_page(PAGE % markup)
    assert expected in found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (' lang="en"', "", "no `lang`"),
        (POLICY, "", "no content security policy"),
        ("<title>T</title>", "<title></title>", "<title> is empty"),
        ("<main>", "<main><main>", "2 <main> parts"),
        ("<head>", '<head><meta name="viewport" content="width=device-width, user-scalable=no">', "forbids to zoom"),
    ],
    ids=["lang", "policy", "title", "main", "zoom"],
)
def test_a_fault_of_the_whole_page_is_named(old: str, new: str, expected: str) -> None:
    (found,) = inspect_page((PAGE % "").replace(old, new))
    assert expected in found


def test_a_fault_never_quotes_the_page() -> None:
    said = " ".join(inspect_page(PAGE % '<img src="http://secret.example/" title="secret">secret<a href="#secret">here</a>'))
    assert "secret" not in said
