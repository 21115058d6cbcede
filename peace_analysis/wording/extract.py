"""Collect the messages of the package into `locale/messages.pot`, and bring each catalog up to date with them.

Run `python -m peace_analysis.wording.extract` after messages have changed, then translate what is empty in `locale/*.po`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from peace_analysis.wording.catalogs import LOCALE, parse_catalog

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).parents[1]
NOTEBOOKS = tuple(PACKAGE.parent / "notebooks" / name for name in ("5_report.ipynb", "cities.ipynb", "waves.ipynb"))  # that leaders read
KEYWORDS = {"_": None, "marked": None, "ngettext": (1, 2), "counted": (2, 3)}
HEAD = "# What a report says. Translate each msgstr and keep the names in braces; README.md of this folder tells how."
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # a date in the head would change the file without a change of words


def collect_messages() -> Catalog:
    """Collect every message of the package's code and the paragraphs of the notebooks that leaders read."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_file

    catalog = Catalog(
        project="peace_analysis", creation_date=UNDATED, revision_date=UNDATED, charset="utf-8", header_comment=HEAD, fuzzy=False
    )
    for path in sorted(PACKAGE.rglob("*.py")):
        for _, message, _, context in extract_from_file("python", path, keywords=KEYWORDS):
            catalog.add(message, locations=[(path.relative_to(PACKAGE).as_posix(), 1)], context=context)
    for text in list_meanings():
        catalog.add(text, locations=[("report/public_tables.py", 1)])
    for notebook in NOTEBOOKS:
        for text in list_paragraphs(notebook):
            catalog.add(text, locations=[(f"notebooks/{notebook.name}", 1)])
    return catalog


def list_meanings() -> Iterator[str]:
    """What the rows and columns of the public tables mean: put together from several declarations, so asked of the tables themselves."""
    for table in import_module("peace_analysis.report.public_tables").PUBLIC:
        yield table.row
        yield from (column.meaning for column in table.columns)


def list_paragraphs(notebook: Path) -> Iterator[str]:
    """Paragraphs and headings of a notebook's markdown, each a message of its own."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield from split_paragraphs("".join(cell["source"]))


def split_paragraphs(source: str) -> list[str]:
    """Split markdown at blank lines; marks of headings are left out, lines of a paragraph are joined."""
    parts = (" ".join(part.split()) for part in source.split("\n\n"))
    return [part.lstrip("#").strip() for part in parts if part.strip("# ")]


def write_template(file: BinaryIO, catalog: Catalog) -> None:
    """Write the template: messages in the order of their words, with the module of each and no line, so that it changes only with them."""
    from babel.messages.pofile import write_po

    write_po(file, catalog, sort_output=True, include_lineno=False, width=120, omit_header=False)


def update_catalogs(folder: Path = LOCALE) -> dict[str, int]:
    """Write the template, and bring each catalog of the folder up to date: what is new stands empty, what is gone is left out.

    Returns:
        How many messages wait for a translation, by language.
    """
    from babel.messages.pofile import write_po

    template = collect_messages()
    written = io.BytesIO()
    write_template(written, template)
    (folder / "messages.pot").write_bytes(written.getvalue())
    waiting = {}
    for path in sorted(folder.glob("*.po")):
        catalog = parse_catalog(path)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.creation_date = catalog.revision_date = UNDATED
        written = io.BytesIO()
        write_po(written, catalog, sort_output=True, include_lineno=False, width=120, omit_header=False)
        path.write_bytes(written.getvalue())
        waiting[path.stem] = sum(1 for message in catalog if message.id and not is_said(message.string))
    return waiting


def is_said(text: object) -> bool:
    """Tell whether a translation is there, in every form that its number asks for."""
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


if __name__ == "__main__":
    for language, n in update_catalogs().items():
        sys.stdout.write(f"{language}: {n} messages wait for a translation\n")
