"""The gate: a release whose masked counts can be worked out is refused, and what to coarsen is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.release import Form, Release
from peace_analysis.disclosure.totals import APART, ATTENDED
from peace_analysis.errors import PeaceAnalysisError

TABLES = {
    "people": "people.csv (people heard, by neighborhood and stakeholder group)",
    "sizes": "sizes of groups that are not shown on their own",
    "themes": "themes.csv (themes and their parts among everyone)",
    "group_shares": "group_shares.csv",
    "questions": "questions.csv (themes by standing question)",
    "sessions": "sessions per theme",
    "details": "group_details.csv (subthemes and standing questions)",
    "votes": "votes.csv (votes on comments, by opinion group)",
    "attended": "facts.csv (people who attended)",
    "apart": "people who attended and are in no count",
    "cities": "city_shares.csv (themes of several cities together)",
}


class ReleaseError(PeaceAnalysisError):
    """A release that would expose somebody: nothing of it is published. Names tables and how many cells, never a count."""


def check_release(release: Release, forms: Sequence[Form], *, city: str = "") -> dict[str, int]:
    """Attack a release and refuse it where a masked count can be worked out or bounded too closely.

    Args:
        release: All cells and what is known of them.
        forms: How each cell is printed.
        city: Named in the error.

    Returns:
        For the record: cells, cells masked, and cells exposed (0).

    Raises:
        ReleaseError: If a count is printed that is to be masked, or a masked one is exposed; names the tables to coarsen.

    Examples:
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import disclosure
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> masked = disclosure.mask_release(
        ...     made.statements, made.assignments, made.participants, made.sessions, made.themes, by=["neighborhood"], privacy=Privacy()
        ... )
        >>> disclosure.check_release(masked.release, masked.forms)["exposed"]
        0
    """
    cells = release.cells
    bare = [cell.key for cell, form in zip(cells, forms, strict=True) if form is Form.NUMBER and cell.primary is not Form.NUMBER]
    found = attack_release(release, forms)
    exposed = [finding.cell.key for finding in found if finding.exposed]
    if bare or exposed:
        raise ReleaseError(_message(city, bare, exposed))
    # Whether two totals differ by few is told nowhere, so the cells that are there because of it are not counted.
    counted = [[cell.key not in (APART, ATTENDED) for cell in each] for each in (cells, (finding.cell for finding in found))]
    return {"cells": sum(counted[0]), "masked": sum(counted[1]), "exposed": 0}


def _message(city: str, bare: Sequence[tuple[str, ...]], exposed: Sequence[tuple[str, ...]]) -> str:
    lines = [f"{city or 'this release'}: nothing was published. Small counts of people would be exposed:"]
    for keys, what in ((bare, "printed although too small"), (exposed, "can be worked out from all released numbers together")):
        counts = Counter(f"{TABLES[key[0]]}{f' by {key[1]}' if key[0] in ('group_shares', 'sizes', 'details') else ''}" for key in keys)
        lines += [f"  {table}: {n} {'cell' if n == 1 else 'cells'} {what}" for table, n in sorted(counts.items())]
    attributes = sorted({key[1] for key in (*bare, *exposed) if key[0] in ("group_shares", "sizes", "details")})
    if attributes:
        lines.append(
            f"Coarsen those tables: take one of {', '.join(attributes)} out of `compare_by:` in city.yml, or join small groups under one "
            "name in sessions.csv or participants.csv."
        )
    else:
        lines.append("Coarsen those tables: join small neighborhoods or groups under one name in sessions.csv or participants.csv.")
    lines.append("Then run again. The earlier results are as they were.")
    return "\n".join(lines)
