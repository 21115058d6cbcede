"""Finding the section that people cite: by its number, its id or its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from peace_analysis.policy.document import Policy, Section

_PREFIX = re.compile(r"(?:section|sec\.|article|art\.|chapter|part|no\.|§+)\s*", re.IGNORECASE)


def find_section(cited: str, versions: Sequence[Policy], first: Policy) -> str | None:
    """Find a section of any version.

    Args:
        cited: "VII.D", "Section 300.4.1", an id, or a heading.
        versions: Oldest first; sections share their ids.
        first: Version that is looked through first, because people had it before them; then the others, the latest first.

    Returns:
        Its id; None where no version has such a section, or where a heading stands for several sections of a version.
    """
    ids = {section.section_id for version in versions for section in version.sections}
    if cited in ids:
        return cited
    wanted = _plain(cited)
    order = [first, *(version for version in reversed(versions) if version is not first)]
    for read in (_number, _heading):
        for version in order:
            found = [section.section_id for section in version.sections if read(section) == wanted]
            if wanted and (len(found) == 1 or (found and read is _number)):
                return found[0]
    return None


def _plain(text: str) -> str:
    return _PREFIX.sub("", " ".join(text.split()), count=1).rstrip(".:) ").casefold()


def _number(section: Section) -> str:
    return _plain(section.number) if section.number else ""


def _heading(section: Section) -> str:
    return " ".join(section.heading.split()).rstrip(".: ").casefold()
