"""Votes as one `Release`: how many of each opinion group agreed and disagreed, comment by comment.

No count of votes is a count of people who were heard, or who raised a theme: the two releases share no unknown, and neither says anything
of the other. So votes are masked and attacked by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.release import Form, Key, Release
from peace_analysis.disclosure.suppression import hide_cells
from peace_analysis.settings import Privacy

DIRECTIONS = ("agree", "disagree")
EVERYONE = "everyone"


def model_votes(counts: pd.DataFrame, privacy: Privacy) -> Release:
    """Write down every count of votes that a run releases.

    Args:
        counts: `groups.VOTE_COUNTS`: every group's row of each comment, and that of everyone.
        privacy: Thresholds.

    Returns:
        Cells ("votes", conversation, comment, group, "agree" or "disagree"). Numbers of votes are known: passes are what is left of them.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import disclosure
        >>> rows = [(1, 1, "everyone", 60, 50, 5), (1, 1, "A", 35, 34, 1), (1, 1, "B", 25, 16, 4)]
        >>> counts = pd.DataFrame(rows, columns=["conversation", "comment", "group", "n_votes", "n_agree", "n_disagree"])
        >>> len(disclosure.model_votes(counts, Privacy()).cells)
        6
    """
    release = Release()
    for (conversation, comment), rows in counts.groupby(["conversation", "comment"], sort=True):
        block = f"{conversation} {comment}"
        terms: dict[str, list[int]] = {direction: [] for direction in DIRECTIONS}
        sizes = {str(row["group"]): row for row in rows.to_dict("records")}
        n_all = int(sizes[EVERYONE]["n_votes"])
        for name, row in sizes.items():
            if name == EVERYONE:
                continue
            cast = [release.add_unknown(int(row[f"n_{direction}"]), block=block) for direction in DIRECTIONS]
            passed = release.add_unknown(int(row["n_votes"]) - int(row["n_agree"]) - int(row["n_disagree"]), block=block)
            release.know(dict.fromkeys([*cast, passed], 1.0), int(row["n_votes"]), int(row["n_votes"]))
            for direction, unknown in zip(DIRECTIONS, cast, strict=True):
                terms[direction].append(unknown)
                key = ("votes", str(conversation), str(comment), name, direction)
                cost = 1 + row["n_votes"] / n_all
                release.add_cell(
                    key, [unknown], few=privacy.opinion_threshold, heard=int(row["n_votes"]), scope=f"{block} {direction}", cost=cost
                )
        for direction in DIRECTIONS:
            key = ("votes", str(conversation), str(comment), EVERYONE, direction)
            release.add_cell(key, terms[direction], few=privacy.opinion_threshold, heard=n_all, scope=f"{block} {direction}", cost=2.0)
    return release


def mask_votes(counts: Sequence[pd.DataFrame], privacy: Privacy) -> tuple[pd.DataFrame, dict[Key, Form]]:
    """Decide which counts of votes may be shown.

    Args:
        counts: `groups.VOTE_COUNTS` of each conversation.
        privacy: Thresholds.

    Returns:
        The counts of all comments that can be shown, and the form of each cell by its key; a comment whose masked counts nothing protects
        is left out.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import disclosure
        >>> rows = [(1, 1, "everyone", 60, 50, 5), (1, 1, "A", 35, 34, 1), (1, 1, "B", 25, 16, 4)]
        >>> counts = pd.DataFrame(rows, columns=["conversation", "comment", "group", "n_votes", "n_agree", "n_disagree"])
        >>> shown, forms = disclosure.mask_votes([counts], Privacy())
        >>> sorted({form.name for form in forms.values()})
        ['ALL_BUT', 'FEWER', 'HIDDEN', 'NUMBER']
    """
    filled = [frame for frame in counts if len(frame)]
    if not filled:
        return pd.DataFrame(columns=["conversation", "comment", "group", "n_votes", "n_agree", "n_disagree"]), {}
    table = pd.concat(filled, ignore_index=True)
    release = model_votes(table, privacy)
    forms = hide_cells(release)
    exposed = {finding.cell.key[1:3] for finding in attack_release(release, forms) if finding.exposed}
    bare = pd.Series(list(zip(table["conversation"].astype("str"), table["comment"].astype("str"), strict=True)), index=table.index)
    kept = table[~bare.isin(list(exposed))].reset_index(drop=True)
    return kept, {cell.key: form for cell, form in zip(release.cells, forms, strict=True) if cell.key[1:3] not in exposed}
