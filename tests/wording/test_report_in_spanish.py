"""A report in another language: no English of the package's own is left in it, and its tables stay as they are.

The catalog used here puts every piece of a message between « and ». What a page shows outside of them was never said by a catalog: it is
either a word from data, and in the city used here all of those start with "zq", or a sentence that somebody forgot to mark.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from city_of_no_language import differences, invent_city, invent_city_of_notes, invent_words, stand_apart, vote
from invented_policy import invent_policy, with_policies
from marked_words import DATA, blocks_of, find_unmarked, mark

from peace_analysis import report, wording
from peace_analysis.report.comparisons import compare
from peace_analysis.report.differences import too_small
from peace_analysis.report.likeness import show_second_view
from peace_analysis.report.public_tables import public_frames
from peace_analysis.report.tested import how_tested
from peace_analysis.report.voted import show_votes, why_withheld
from peace_analysis.report.words_apart import words_apart
from peace_analysis.wording import catalogs, extract


def call(_text: str, number: int) -> str:
    """A word that no language has."""
    return f"{DATA}{number}"


CHAPTERS: dict[str, Callable[[report.Material], report.Fragment]] = {
    "summary": report.summary,
    "background": report.background,
    "how_engaged": report.how_engaged,
    "who_took_part": report.who_took_part,
    "themes_at_a_glance": report.themes_at_a_glance,
    "standing_questions": report.standing_questions,
    "theme_pages": report.theme_pages,
    "group_parts": report.group_parts,
    "shared_by_all": report.shared_by_all,
    "recommendations": report.recommendations,
    "trust_measured": lambda material: report.trust_measured(material) or report.Fragment(""),
    "policies": lambda material: report.policies(with_policies(material, invent_policy(call, key=f"{DATA}rules"))),
    "limits": report.limits,
    "withheld": report.withheld,
    "method": report.method,
    "checklist": report.checklist,
    "what_people_said": report.what_people_said,
    "briefs": lambda material: report.join(
        report.Fragment(f"<h1>{brief.title}</h1><p>{brief.subtitle}</p>{brief.markup}") for brief in report.make_briefs(material)
    ),
}


def few_answered(material: report.Material) -> report.Fragment:
    """Surveys of which little can be shown: few people, and waves that are not linked."""
    survey = material.survey
    assert survey is not None
    few = replace(survey, answers=survey.answers.groupby("wave").head(6), linked=False)
    one = replace(survey, answers=survey.answers[survey.answers["wave"] == "1"], waves={"1": survey.waves["1"]})
    shown = [report.show_survey(other, material.config.privacy) for other in (few, one, replace(survey, linked=False))]
    return report.join([piece for piece in shown if piece])


PIECES: dict[str, Callable[[report.Material], report.Fragment]] = {  # of chapters, with more in them than so small a city gives
    "differences": lambda material: report.join([how_tested(stand_apart(material), ["zqnone"]), *differences(material)]),
    "words_apart": lambda material: words_apart(material, invent_words(), "neighborhood"),
    "votes": lambda material: show_votes(material.voted, material.config.privacy),
    "votes_withheld": lambda material: report.paragraph(why_withheld(vote(material, 3, 3).voted, material.config.privacy)),
    "survey_of_few": few_answered,
    "second_view": lambda material: show_second_view(None, compare(material).iloc[:0]),
    "too_small": lambda material: too_small(material, "neighborhood"),
}
PARTS = {**CHAPTERS, **PIECES}


@pytest.fixture(scope="module")
def marked_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a city with a catalog `qq` that marks every message."""
    from babel.messages.pofile import write_po

    catalog = extract.collect_messages()
    for message in catalog:
        if message.id:
            message.string = tuple(map(mark, message.id)) if isinstance(message.id, tuple) else mark(message.id)
    folder = tmp_path_factory.mktemp("city")
    (folder / "locale").mkdir()
    catalog.locale = "fr"  # for its plural forms: as English but for 0
    with (folder / "locale" / "qq.po").open("wb") as file:
        write_po(file, catalog)
    return folder


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    wording.use_language("en")


# What is found


@pytest.mark.parametrize(
    ("markup", "unmarked"),
    [
        ("<p>«Heard in »zq1«.»</p>", False),
        ("<p>«Heard in »zq1 and zq2</p>", True),
        ('<table><tr><th scope="col">Share</th></tr></table>', True),
        (
            '<svg role="img" aria-label="«Shares of »zq1"><style>path { fill: red }</style><text>«Shares</text><text>of »zq1</text></svg>',
            False,
        ),
        ("<svg><text>of »zq1</text><text>«Shares</text></svg>", False),
        ("<svg><text>Shares of</text><text>«Shares</text><text>of »zq1</text></svg>", True),
        ('<div aria-label="Table: «Shares»"></div>', True),
        ("<text>«A sentence that was cut…</text>", False),
        ("<p>«See »themes.csv«.» 42% (29–57) p = .01 T01.1 S1-P02</p>", False),
        ("<td>in_person</td>", True),
    ],
)
def test_words_that_no_catalog_said_are_found(markup: str, unmarked: bool) -> None:
    assert bool(find_unmarked(markup)) is unmarked


def test_places_stand_outside_of_what_is_marked() -> None:
    assert mark("{n:,} of {all} people") == "{n:,}« of »{all}« people»"
    assert mark("100% {{kept}}").format() == "«100% {»«kept}»"
    assert mark("{a}") == "{a}"


# The report


@pytest.fixture(scope="module")
def marked_report(marked_city: Path) -> dict[str, str]:
    """Markup of every part in the language that marks all messages."""
    wording.use_language("qq", marked_city)
    material, of_notes = invent_city(), invent_city_of_notes()
    said = {name: part(material).markup for name, part in PARTS.items()}
    return said | {name: said[name] + part(of_notes).markup for name, part in CHAPTERS.items()}


@pytest.mark.parametrize("part", PARTS)
def test_every_word_of_a_part_comes_from_a_catalog_or_from_data(part: str, marked_report: dict[str, str]) -> None:
    assert "«" in marked_report[part]
    assert find_unmarked(marked_report[part]) == []


def test_public_tables_say_the_same_in_every_language(marked_city: Path) -> None:
    """Codes and words of tables are read by programs, the gate before publication among them."""
    plain = public_frames(invent_city())
    wording.use_language("qq", marked_city)
    for name, frame in public_frames(invent_city()).items():
        pd.testing.assert_frame_equal(frame, plain[name], obj=name)


@pytest.mark.parametrize("language", [code for code in wording.list_languages() if code != wording.SOURCE_LANGUAGE])
def test_every_part_can_be_said_in_each_language_of_the_package(language: str) -> None:
    path = wording.find_catalog(language)
    assert path is not None
    catalog = catalogs.parse_catalog(path)
    english = {one.id for one in catalog if isinstance(one.id, str) and one.string and one.string != one.id and one.id.count(" ") > 2}
    wording.use_language(language)
    material, of_notes = invent_city(), invent_city_of_notes()
    pages = [*(part(material) for part in PARTS.values()), *(part(of_notes) for part in CHAPTERS.values())]
    said = {" ".join(lines) for page in pages for lines in blocks_of(page.markup)}
    assert said & english == set()


# The collection of messages


def test_every_literal_message_of_the_code_is_collected(root: Path) -> None:
    """What stands inside an f-string is not seen by the collector, and words beside a message may be taken for one."""
    collected = {text for one in extract.collect_messages() if one.id for text in (one.id if isinstance(one.id, tuple) else (one.id,))}
    written: dict[str, str] = {}
    for path in sorted((root / "peace_analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in extract.KEYWORDS:
                places = extract.KEYWORDS[node.func.id] or (1,)
                for argument in (node.args[place - 1] for place in places if place <= len(node.args)):
                    if isinstance(argument, ast.Constant) and argument.value:
                        written[argument.value] = path.name
    assert {text: name for text, name in written.items() if text not in collected} == {}
    paragraphs = {text for notebook in extract.NOTEBOOKS for text in extract.list_paragraphs(notebook)}
    assert collected - set(written) - paragraphs - set(extract.list_meanings()) == set()


def test_the_data_dictionary_says_in_spanish_what_columns_mean() -> None:
    meanings = {text for text in extract.list_meanings() if text.count(" ") > 2}
    assert len(meanings) > 50
    wording.use_language("es")
    said = {" ".join(lines) for lines in blocks_of(report.data_dictionary(report.PUBLIC).markup)}
    assert said & meanings == set()
    assert any("cada fila es un tema o subtema" in text for text in said)
