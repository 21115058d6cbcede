"""Sections that a comment names itself: by number, by heading, or by id."""

from __future__ import annotations

import re
from collections.abc import Sequence

from peace_analysis.policy.document import Section

_NUMBER = r"[A-Za-z0-9]{1,6}(?:[.\-‐‑–—][A-Za-z0-9]{1,5})*(?:\([A-Za-z0-9]{1,3}\))*"
_NAMED = re.compile(
    rf"(?:\b(?:sections?|sec\.|articles?|art\.|chapters?|paragraphs?|para\.|subsections?|parts?)\s*|§+\s*)(?P<number>{_NUMBER})", re.I
)
_PREFIX = re.compile(r"(?:sections?|sec\.?|articles?|art\.|chapters?|paragraphs?|para\.|subsections?|parts?|policy|§+)\s*", re.I)
_LONG_NUMBER = re.compile(rf"(?<![\w.]){_NUMBER}(?![\w])")


def find_section(name: str, sections: Sequence[Section]) -> str | None:
    """Find the section that a name means: "VII.D", "Section VII.D", "Neck restraint", "VII.D Neck restraint", or its id.

    Args:
        name: As a person wrote it.
        sections: Of the version that the name was written for.

    Returns:
        Its id; None where no section, or more than one, is called so.
    """
    wanted = _fold(name)
    if not wanted:
        return None
    number = _fold_number(name)
    for says in (
        lambda section: section.section_id.casefold() == name.strip().casefold(),
        lambda section: bool(section.number) and _fold_number(section.number) == number,
        lambda section: bool(section.heading) and _fold(section.heading) == wanted,
        lambda section: bool(section.number and section.heading) and _fold(f"{section.number} {section.heading}") == wanted,
    ):
        found = [section.section_id for section in sections if says(section)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def find_sections_in(text: str, sections: Sequence[Section]) -> list[str]:
    """Find the sections that a text names: "section V.B", "§ 300.4", or a number of at least two levels standing alone.

    Args:
        text: A comment.
        sections: Of the version that the comment is about.

    Returns:
        Ids in the order in which they are named, each once.
    """
    by_number: dict[str, list[str]] = {}
    for section in sections:
        if section.number:
            by_number.setdefault(_fold_number(section.number), []).append(section.section_id)
    found: list[tuple[int, str]] = []
    for match in _NAMED.finditer(text):
        # "Part I liked" names nothing: a single letter or Roman numeral must be written as one.
        ids = by_number.get(_fold_number(match["number"]), [])
        if len(ids) == 1 and (len(match["number"]) > 1 or match["number"].isdigit() or match["number"] not in "aI"):
            found.append((match.start(), ids[0]))
    for match in _LONG_NUMBER.finditer(text):
        printed = match.group()
        if re.search(r"[.\-]", printed) and re.search(r"\d|[IVX]", printed):
            ids = by_number.get(_fold_number(printed), [])
            if len(ids) == 1:
                found.append((match.start(), ids[0]))
    return list(dict.fromkeys(key for _, key in sorted(found)))


def _fold(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _fold_number(name: str) -> str:
    bare = _PREFIX.sub("", name.strip(), count=1) if _PREFIX.match(name.strip()) else name.strip()
    return re.sub(r"[‐‑–—]", "-", bare).rstrip(".:) ").replace(" ", "").casefold()
