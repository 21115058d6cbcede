"""The sentences of a report, and whether each number in them stands in a table that was released with it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

NUMBER = re.compile(r"(?<![\w\[.])(?:\d[\d,]*\.?\d*|\.\d+)%?(?![\w\]])")
LEFT_OUT = ("script", "style", "svg", "table", "blockquote", "code", "pre", "nav", "h1", "h2", "h3", "h4", "summary")
WRITTEN = re.compile(r'<p class="written">.*?</p>|<figure class="quote">.*?</figure>|<div class="clause">.*?</div>', re.DOTALL)
DATE = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}")
DIFFERENCE_SENTENCE = re.compile(
    r"(more|less) often than [^:]*: .*? The difference is (\d+) points(?: \(95% interval (-?\d+) to (-?\d+)\))?"
)
NAMES = ("name", "wave_name", "title", "owner", "group", "neighborhood", "stakeholder_group", "description")
THEME_SENTENCE = re.compile(
    r"([\d,]+) of ([\d,]+) people raised it(?:, in (\d+) of \d+ sessions)?\. That is about (\d+)%(?: \((\d+)% to (\d+)%\))?"
)
# Numbers that are part of the method and of no count, each where it comes from.
STRUCTURAL = {
    "95%": "of intervals and bounds",
    "20": "random draws of the sessions (themes/refits.py)",
    ".5": "stability below which a theme is tentative (tables.TENTATIVE)",
    "32": "points of the checklist",
    "2007": "year of the checklist",
    "24": "statements under a theme at most (report/statements.py)",
    "15": "people of a small session (groups.coverage.SMALL_SESSION)",
    "911": "the number that people call",
    ".80": "reliability from which items hold together well (surveys.GOOD)",
    ".70": "reliability from which they hold together well enough (surveys.FAIR)",
    "1994": "year of the source of these",
}


def sentences_of(page: str) -> list[str]:
    """Sentences and list items of a page's own prose: no quotes, tables, figures, headings, nor what people of the city wrote."""
    main = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    main = WRITTEN.sub(" ", main)
    for tag in LEFT_OUT:
        main = re.sub(rf"<{tag}\b.*?</{tag}>", "\n", main, flags=re.DOTALL)
    main = re.sub(r"</?(?:p|li|div|section|details|ul|ol|dl|dt|dd|figure|figcaption)\b[^>]*>", "\n", main)
    text = html.unescape(re.sub(r"<[^>]+>", "", main))
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def released_numbers(tables: Iterable[pd.DataFrame], build: object = None) -> set[str]:
    """Every number of released tables as a sentence may say it: whole, with commas, in whole percents, as points, with few decimals."""
    found: set[str] = set()
    for table in tables:
        for column in table.columns:
            for value in pd.to_numeric(table[column], errors="coerce").dropna():
                found |= spellings(float(value))
        if {"fact", "value"} <= set(table.columns):
            days = table.loc[table["fact"].str.endswith(", day"), "value"].astype("Int64").astype("str")
            found |= set(pd.to_datetime(days, format="%Y%m%d").map(say_day))
    return found | {spelled for number in _numbers_in(build) for spelled in spellings(number)}


def say_day(day: pd.Timestamp) -> str:
    """Say a day as reports do."""
    return f"{day:%B} {day.day}, {day.year}"


def names_in(tables: Iterable[pd.DataFrame]) -> set[str]:
    """Names that come from data and may hold digits of their own."""
    tables = list(tables)
    named = {str(value) for table in tables for column in NAMES if column in table.columns for value in table[column].dropna()}
    facts = {str(fact) for table in tables if "fact" in table.columns for fact in table["fact"]}
    return named | {fact.split(": ", 1)[1] for fact in facts if ": " in fact}  # "share of residents by age_group: 65+"


def spellings(value: float) -> set[str]:
    """Ways to say a number."""
    found = {
        f"{value:g}",
        f"{value:,.0f}",
        f"{abs(value):.2f}",
        f"{abs(value):.2f}".lstrip("0"),
        f"{value:.3f}".lstrip("0"),
        f"{value:.4f}".lstrip("0"),
    }
    if value == int(value):
        found |= {f"{int(value)}", f"{int(value):,}"}
    if -1 <= value <= 1:
        points = round(100 * value)
        found |= {f"{points}%", f"{abs(points)}", f"{100 * value:.1f}%", f"{int(1000 * value + 1e-6) / 10:g}%"}
    return found


def unsupported(sentences: Iterable[str], known: set[str], names: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Numbers of sentences that are neither released nor structural: (number, sentence)."""
    words = sorted({name for name in names if re.search(r"\d", name)}, key=len, reverse=True)
    wrong = []
    for sentence in sentences:
        left = DATE.sub(lambda day: " " if day.group() in known else day.group(), sentence)
        for name in words:
            left = left.replace(name, " ")
        for number in NUMBER.findall(left):
            plain = number.rstrip(".,")
            if plain not in known and plain not in STRUCTURAL:
                wrong.append((plain, sentence))
    return wrong


def wrong_theme_sentences(sentences: Iterable[str], themes: pd.DataFrame) -> list[str]:
    """Sentences on a theme's people, sessions and share that are not one row of the table of themes."""
    rows = set()
    for row in themes.dropna(subset=["n_raised"]).itertuples():
        sessions = None if pd.isna(row.n_sessions) else int(row.n_sessions)
        ends = (None, None) if pd.isna(row.low) else (round(100 * row.low), round(100 * row.high))
        rows.add((int(row.n_raised), int(row.n_heard), sessions, f"{row.share:.0%}", *ends))
    wrong = []
    for sentence in sentences:
        for found in THEME_SENTENCE.finditer(sentence):
            raised, heard, sessions, share, low, high = found.groups()
            said = (
                int(raised.replace(",", "")),
                int(heard.replace(",", "")),
                None if sessions is None else int(sessions),
                f"{share}%",
                None if low is None else int(low),
                None if high is None else int(high),
            )
            if said not in rows:
                wrong.append(sentence)
    return wrong


def wrong_difference_sentences(sentences: Iterable[str], contrasts: pd.DataFrame) -> list[str]:
    """Sentences on the difference of two groups whose size and interval are not one row of the table of comparisons."""
    rows = set()
    for row in contrasts.dropna(subset=["difference"]).itertuples():
        size, low, high = (None if pd.isna(value) else round(100 * value) for value in (row.difference, row.low, row.high))
        rows.add((size, low, high))
    wrong = []
    for sentence in sentences:
        for often, size, low, high in DIFFERENCE_SENTENCE.findall(sentence):
            ends = (None, None) if not low else (int(low), int(high)) if often == "more" else (-int(high), -int(low))
            if ((int(size) if often == "more" else -int(size)), *ends) not in rows:
                wrong.append(sentence)
    return wrong


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Public tables of a folder of results."""
    return {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}


def read_build(folder: Path) -> dict[str, object]:
    """What build.json says of settings, review and counts; no hashes, times or versions."""
    build = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    return {name: build[name] for name in ("parameters", "seed", "utterances", "gates") if name in build}


def _numbers_in(build: object) -> Iterator[float]:
    if isinstance(build, dict):
        for value in build.values():
            yield from _numbers_in(value)
    elif isinstance(build, list):
        for value in build:
            yield from _numbers_in(value)
    elif isinstance(build, (int, float)) and not isinstance(build, bool):
        yield float(build)
