"""Finding the section that people cite, whichever version of a policy they had before them."""

from __future__ import annotations

from collections.abc import Sequence

from peace_analysis.policy.document import Policy
from peace_analysis.policy.named_sections import find_section


def find_cited(cited: str, versions: Sequence[Policy], first: Policy) -> str | None:
    """Find a section of any version.

    Args:
        cited: Number, id or heading: see `find_section`.
        versions: Oldest first; sections share their ids.
        first: Version that is looked through first, because people had it before them; then the others, the latest first.

    Returns:
        Its id; None where no version has such a section.
    """
    if any(cited == section.section_id for version in versions for section in version.sections):
        return cited
    for version in (first, *(version for version in reversed(versions) if version is not first)):
        if (found := find_section(cited, version.sections)) is not None:
            return found
    return None
