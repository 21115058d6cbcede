"""The words that a report speaks in: messages in English, and gettext catalogs that say them in other languages.

A message is written in English where it is needed, with named places for what differs:

    _("{people} came to {sessions}.", people=..., sessions=...)
    ngettext("{n:,} session was held.", "{n:,} sessions were held.", n)

`use_language` chooses the catalog for this process. A city adds a language with `data/<city>/locale/<language>.po`, made from
`wording/locale/messages.pot`; what a catalog lacks stays English.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from peace_analysis.wording.catalogs import LOCALE, SOURCE_LANGUAGE, find_catalog, list_languages, read_catalog

__all__ = [
    "LOCALE",
    "SOURCE_LANGUAGE",
    "_",
    "current_language",
    "find_catalog",
    "label_of",
    "list_languages",
    "marked",
    "ngettext",
    "read_catalog",
    "speaking",
    "use_labels",
    "use_language",
]


class _Voice:
    """What this process says its messages with: one language at a time.

    A context variable would not do, as the cells of a notebook need not share one.
    """

    language: str = SOURCE_LANGUAGE
    catalog: gettext.NullTranslations = gettext.NullTranslations()
    labels: Mapping[str, str] = MappingProxyType({})  # of names that a city gave


def use_language(language: str, folder: Path | None = None) -> None:
    """Say all messages from now on in this language.

    Args:
        language: ISO 639-1 code, such as "es".
        folder: A city's folder, whose `locale/` goes before the catalogs of the package.

    Raises:
        InputError: If there is no catalog for the language, or it cannot be used; every problem is listed.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.use_language("es")
        >>> wording._("Note")
        'Nota'
        >>> wording.use_language("en")
    """
    found = find_catalog(language, folder)
    catalog = gettext.NullTranslations() if found is None else read_catalog(found)
    _Voice.language, _Voice.catalog, _Voice.labels = language, catalog, MappingProxyType({})


def use_labels(labels: Mapping[str, str]) -> None:
    """Say names that a city gave as it wants them read, until another language is used.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.use_labels({"youth": "Young people"})
        >>> wording.label_of("youth")
        'Young people'
        >>> wording.use_labels({})
    """
    _Voice.labels = MappingProxyType(dict(labels))


def label_of(name: str) -> str | None:
    """How a city wants a name read; None where it says nothing.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.label_of("a name that nobody gave") is None
        True
    """
    return _Voice.labels.get(name)


@contextmanager
def speaking(language: str, folder: Path | None = None) -> Iterator[None]:
    """Say messages in this language inside, and afterwards in the one before; a language that is spoken already keeps its catalog.

    Args:
        language: As for `use_language`.
        folder: As for `use_language`; where it is given, its catalog is looked for in any case.

    Raises:
        InputError: As `use_language`.

    Examples:
        >>> from peace_analysis import wording
        >>> with wording.speaking("es"):
        ...     print(wording._("Note"))
        Nota
    """
    before = _Voice.language, _Voice.catalog, _Voice.labels
    try:
        if folder is not None or language != _Voice.language:
            use_language(language, folder)
        yield
    finally:
        _Voice.language, _Voice.catalog, _Voice.labels = before


def current_language() -> str:
    """ISO 639-1 code of the language that messages are said in.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.current_language()
        'en'
    """
    return _Voice.language


def _(message: str, /, **values: Any) -> str:
    """Say a message in the current language, its places filled in as `str.format` does.

    Examples:
        >>> from peace_analysis import wording
        >>> wording._("{people} came.", people=12)
        '12 came.'
    """
    said = _Voice.catalog.gettext(message) if message else ""
    return said.format(**values) if values else said


def ngettext(singular: str, plural: str, n: int, /, **values: Any) -> str:
    """Say a message in the form that its number asks for; `n` fills the place of that name.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.ngettext("{n:,} session", "{n:,} sessions", 2)
        '2 sessions'
    """
    return _Voice.catalog.ngettext(singular, plural, int(n)).format(n=n, **values)


def marked(message: str, /) -> str:
    """Mark a message for the catalogs where it stands in a constant; it is said later, by `_`.

    Examples:
        >>> from peace_analysis import wording
        >>> wording.marked("to be said later")
        'to be said later'
    """
    return message
