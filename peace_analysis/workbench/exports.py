"""Workbooks that go out to coders: statements to code, statements to discuss, intrusion tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.coding.agreement import NONE, list_disagreements
from peace_analysis.coding.intrusion import Task, make_topic_tasks, make_word_tasks
from peace_analysis.coding.sample import draw_share, order_for_coder
from peace_analysis.errors import InputError, Problem
from peace_analysis.exchange.coded import CodedCity
from peace_analysis.exchange.coding_files import read_codes
from peace_analysis.exchange.coding_rounds import CODES, DISCUSSION, INTRUSION, Round, private_folder, read_rounds
from peace_analysis.exchange.coding_workbook import CODE, DISCUSS, FORMS, ITEM, TOPICS, WORDS, CodingBook, label_themes, seal_rows
from peace_analysis.tables import ASSIGNMENTS, STATEMENTS, THEMES
from peace_analysis.workbench.books import (
    LOCKED_LINE,
    PRIVATE_LINE,
    digest_parts,
    fill_form,
    name_book,
    name_items,
    require_current,
    say_day,
    write_books,
)
from peace_analysis.workbench.codebook_sheet import make_codebook

if TYPE_CHECKING:
    from peace_analysis.city import City


def export_codes(city: City, coders: Sequence[str], share: float, folder: Path | None = None, today: date | None = None) -> list[Path]:
    """Write one blind workbook per coder: the same statements, drawn at random by group, session and theme, each in an order of their own.

    Statements that earlier exports asked for and somebody has coded are not drawn again. An export of which nothing has come back yet is
    written again as it was.

    Args:
        city: The city; its themes are up to date.
        coders: Initials.
        share: Share of the statements, above 0, up to 1.
        folder: Where to; by default `coding/private/` in the city's folder, which git ignores.
        today: The day of the export; today in UTC by default.

    Raises:
        CityError: If the city has to be run first.
        InputError: If the share is none, nothing is left to code, or a file of that name is there.
    """
    if not 0 < share <= 1:
        raise InputError(Problem("--share", "a share lies above 0 and is at most 1.", "Write --share 0.2."))
    require_current(city)
    statements, themes = city.load_table(STATEMENTS), city.load_table(THEMES)
    placed = statements.merge(city.load_table(ASSIGNMENTS), on="statement_id")
    placed = placed[placed["theme_id"].notna() | placed["residual"].astype(bool)]  # the rest is in a language that is not read
    rounds, seed = read_rounds(city), city.config.seed
    done = {row.statement_id for row in read_codes(city)}
    begun = [one for one in rounds.values() if one.kind == CODES and any(item.about in done for item in one.sheets[CODE].values())]
    asked = {item.about for one in begun for item in one.sheets[CODE].values()}
    groups = placed["session_id"].map(city.sessions.set_index("session_id")["stakeholder_group"])
    strata = placed.assign(group=groups)[["statement_id", "group", "session_id", "theme_id"]]
    drawn = draw_share(strata[~strata["statement_id"].isin(asked)], share, seed=seed, salt=f"codes {len(begun)}")
    if not drawn:
        raise InputError(
            Problem(str(city.folder), "no statement is left that has not been coded.", "Import what is out, or go on to report.")
        )
    labels = label_themes(themes)
    texts = statements.set_index("statement_id")["text"].loc[drawn]
    rows = fill_form(CODES, CODE, {"statement": list(texts)}, name_items(CODES, drawn))
    items = seal_rows(CODES, CODE, rows, drawn)
    names = [f"{key} {label}" for key, label in labels.items()]
    export = digest_parts(city.key, CODES, *coders, f"{share:g}", *names, *(item.seal for item in items.values()))
    codebook = make_codebook(city, themes, statements, labels, hidden=drawn)
    books = []
    for coder in coders:
        order = order_for_coder(list(rows[ITEM]), coder, seed=seed, salt=export)
        mine = rows.set_index(ITEM, drop=False).loc[order].reset_index(drop=True)
        lines = _code_lines(city.key, coder, len(rows))
        books.append(CodingBook(city.key, CODES, export, coder, {CODE: mine}, "How to code", lines, codebook))
    made = Round(export, CODES, say_day(today), tuple(coders), labels, {CODE: items})
    return write_books(city, books, made, rounds, folder)


def export_discussion(city: City, coded: CodedCity, folder: Path | None = None, today: date | None = None) -> Path | None:
    """Write the statements on which coders differ, with what each gave, and room for what they settle on.

    Returns:
        The workbook, also where it is there already; None where nothing is open.
    """
    open_ones = [key for key in list_disagreements(coded.codes) if key not in coded.settled]
    if not open_ones:
        return None
    statements, themes = city.load_table(STATEMENTS), city.load_table(THEMES)
    labels = label_themes(themes)
    texts = statements.set_index("statement_id")["text"].loc[open_ones]
    given = [_say_given(coded.codes[key], coded.notes.get(key, {}), labels) for key in open_ones]
    rows = fill_form(DISCUSSION, DISCUSS, {"statement": list(texts), "given": given}, name_items(DISCUSSION, open_ones))
    items = seal_rows(DISCUSSION, DISCUSS, rows, open_ones)
    export = digest_parts(city.key, DISCUSSION, *(item.seal for item in items.values()), *labels.values())
    lines = [
        PRIVATE_LINE,
        f"{len(rows)} statements that coders gave different codes; `given` says which, with their notes. Talk each over. Choose what you "
        f"settle on under `agreed`: up to three codes, or `{NONE}`. Leave open what you cannot settle; it comes again.",
        "Where the words of the codebook were the trouble, write better ones into codebook.yml.",
        LOCKED_LINE,
        f"Then: peace-analysis coding {city.key} import FILE",
    ]
    codebook = make_codebook(city, themes, statements, labels)
    book = CodingBook(city.key, DISCUSSION, export, "", {DISCUSS: rows}, "How to settle", lines, codebook)
    made = Round(export, DISCUSSION, say_day(today), coded.agreement.coders, labels, {DISCUSS: items})
    path = (folder or private_folder(city)) / name_book(book)
    return path if path.exists() else write_books(city, [book], made, read_rounds(city), folder)[0]


def export_intrusion(city: City, coders: Sequence[str], folder: Path | None = None, today: date | None = None) -> list[Path]:
    """Write intrusion tests, one workbook per coder: which phrase, and which theme, does not belong?

    Raises:
        CityError: If the city has to be run first.
        InputError: If there are too few themes, or a file of that name is there.
    """
    require_current(city)
    themes, seed = city.load_table(THEMES), city.config.seed
    labels = {key: label for key, label in label_themes(themes).items() if key != NONE}
    names = {key: label.partition(" ")[2] for key, label in labels.items()}
    names = {key: name for key, name in names.items() if list(names.values()).count(name) == 1}
    words = make_word_tasks(themes, seed=seed)
    topics = make_topic_tasks(city.load_table(STATEMENTS), city.load_table(ASSIGNMENTS), names, seed=seed)
    if not words and not topics:
        raise InputError(Problem(str(city.folder), "there are too few themes for an intrusion test.", "It takes two themes with phrases."))
    sheets = {WORDS: _task_rows(WORDS, words), TOPICS: _task_rows(TOPICS, topics)}
    about = {WORDS: [task.task_id for task in words], TOPICS: [task.task_id for task in topics]}
    items = {name: seal_rows(INTRUSION, name, rows, about[name]) for name, rows in sheets.items()}
    export = digest_parts(city.key, INTRUSION, *coders, *(item.seal for part in items.values() for item in part.values()))
    books = []
    for coder in coders:
        mine = {}
        for name, rows in sheets.items():
            order = order_for_coder(list(rows[ITEM]), coder, seed=seed, salt=export)
            mine[name] = rows.set_index(ITEM, drop=False).loc[order].reset_index(drop=True)
        books.append(CodingBook(city.key, INTRUSION, export, coder, mine, "How to find the intruder", _intrusion_lines(city.key, coder)))
    made = Round(
        export, INTRUSION, say_day(today), tuple(coders), labels, items, tuple(replace(task, text="") for task in (*words, *topics))
    )
    return write_books(city, books, made, read_rounds(city), folder)


def _code_lines(city: str, coder: str, n: int) -> list[str]:
    return [
        PRIVATE_LINE,
        f"For {coder}. {n} statements, drawn at random and in an order of your own. Read each, and choose under `code 1` the theme that "
        f"it is about; up to three where it is about several; `{NONE}` where it fits none. The sheet Codebook says what each means. "
        "Write into `note` what made you doubt.",
        "Code alone. Do not look at the report or at another coder's file until both are imported.",
        "A row without a code is not finished.",
        LOCKED_LINE,
        f"Then: peace-analysis coding {city} import FILE (the files of all coders together, or one after the other).",
    ]


def _intrusion_lines(city: str, coder: str) -> list[str]:
    return [
        PRIVATE_LINE,
        f"For {coder}. Sheet Words: all phrases of a row but one belong together. Choose under `intruder` the one that does not.",
        "Sheet Topics: what one person said, and a few themes. All but one are themes of it. Choose the one that is not.",
        "Where you cannot tell, guess: the share that guessing gives is taken into account.",
        LOCKED_LINE,
        f"Then: peace-analysis coding {city} import FILE",
    ]


def _say_given(codes: Mapping[str, frozenset[str]], notes: Mapping[str, str], labels: Mapping[str, str]) -> str:
    lines = []
    for coder in sorted(codes):
        names = " + ".join(labels.get(code, code) for code in sorted(codes[coder]))
        lines.append(f"{coder}: {names}" + (f" ({notes[coder]})" if notes.get(coder) else ""))
    return "\n".join(lines)


def _task_rows(sheet: str, tasks: Sequence[Task]) -> pd.DataFrame:
    form = FORMS[INTRUSION][sheet]
    options = [column for column in form.widths if column.startswith("option")]
    columns: dict[str, list[str]] = {"said": [task.text for task in tasks]} if "said" in form.widths else {}
    for place, column in enumerate(options):
        columns[column] = [task.options[place] if place < len(task.options) else "" for task in tasks]
    return fill_form(INTRUSION, sheet, columns, name_items(INTRUSION, [task.task_id for task in tasks]))
