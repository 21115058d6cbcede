"""Catalogs: where they are, and how one is read and checked."""

from __future__ import annotations

import gettext
import io
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import InputError, Problem

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

LOCALE = Path(__file__).with_name("locale")
SOURCE_LANGUAGE = "en"  # the language that messages are written in
CODE = re.compile(r"[a-z]{2,3}")


def list_languages(folder: Path | None = None) -> list[str]:
    """List the languages that a report can be written in, those of a city's own folder included.

    Examples:
        >>> from peace_analysis import wording
        >>> "es" in wording.list_languages()
        True
    """
    places = [LOCALE] if folder is None else [LOCALE, folder / "locale"]
    return sorted({SOURCE_LANGUAGE, *(path.stem for place in places for path in place.glob("*.po"))})


def find_catalog(language: str, folder: Path | None = None) -> Path | None:
    """Find the catalog of a language: a city's own before the package's; None for English, which needs none.

    Raises:
        InputError: If the language has no catalog.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.find_catalog("es").name
        'es.po'
    """
    places = [LOCALE] if folder is None else [folder / "locale", LOCALE]
    if CODE.fullmatch(language):
        for place in places:
            if (path := place / f"{language}.po").is_file():
                return path
    if language == SOURCE_LANGUAGE:
        return None
    there = ", ".join(list_languages(folder))
    raise InputError(
        Problem(
            "city.yml",
            f"language: there is no catalog for {language!r}; there is {there}.",
            f"Translate locale/{language}.po, or choose one of these.",
        )
    )


def read_catalog(path: Path) -> gettext.GNUTranslations:
    """Read a .po file and check that each translation has just the places of its message.

    A translation that is empty or marked fuzzy is left out, so that its message stays English.

    Raises:
        InputError: If the file is no catalog, or places differ; every problem is listed with its line.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.read_catalog(wording.find_catalog("es")).gettext("Note")
        'Nota'
    """
    from babel.messages.mofile import write_mo

    catalog = parse_catalog(path)
    problems = [problem for message in catalog if message.id for problem in _check_places(path, message)]
    if problems:
        raise InputError(problems)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def parse_catalog(path: Path) -> Catalog:
    """Parse a .po file.

    Raises:
        InputError: If it cannot be read or is no catalog.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, locale=path.stem if path.suffix == ".po" else None, abort_invalid=True)
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}.", "Check the file.")) from error
    except (PoFileError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        where = line + 1 if isinstance(line, int) else None
        raise InputError(
            Problem(str(path), "this is not a gettext catalog.", "Check it with msgfmt, or make it anew from messages.pot.", where)
        ) from error


def find_places(text: str) -> set[str]:
    """Names of the places in a message that are filled in.

    Raises:
        ValueError: If braces do not match.
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _check_places(path: Path, message: Message) -> list[Problem]:
    singular, *plural = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    expected = find_places(singular).union(*map(find_places, plural))
    problems = []
    for text in said:
        if not text:
            continue
        try:
            found = find_places(text)
        except ValueError:
            found = {"?"}
        # A singular may leave its number out ("one session"); nothing may stand there that the message does not fill in.
        missing = expected - found - ({"n"} if plural else set())
        if found - expected or missing:
            names = ", ".join(f"{{{name}}}" for name in sorted(expected)) or "no place"
            problems.append(
                Problem(
                    str(path),
                    f"the places of a translation differ from its message's: {names}.",
                    "Write the same names in braces.",
                    message.lineno,
                )
            )
    return problems
