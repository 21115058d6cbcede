"""Masking small cells: a count of people and a count of opinions expose differently, and have thresholds of their own.

All tables of a run are masked together: what one table shows can give away what another hides.

Source:
    METHODS section 5. Cell size suppression as the US Centers for Medicare & Medicaid Services practise it (fewer than 11).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pandas as pd

from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.model import Group, model_release
from peace_analysis.disclosure.release import Form, Key, Release
from peace_analysis.disclosure.suppression import hide_cells
from peace_analysis.disclosure.withdrawal import choose_withdrawn
from peace_analysis.groups.declared import Comparison
from peace_analysis.groups.heard import count_heard
from peace_analysis.notebook_view import view_table
from peace_analysis.settings import Privacy

TOO_SMALL = "too few to show"
NOT_SHOWN = "not shown"  # it would give another number away, or say too much itself
PERCENTS = 2  # decimals of intervals: more would tell how sessions differ, masked groups' among them
COUNTED_BY_THEME = ("themes", "group_shares", "questions", "sessions", "details")  # tables whose cells are of one theme
NUMBERS = ("n_raised", "share", "low", "high", "design_effect")


@dataclass(frozen=True)
class Masked:
    """The counts of one run as they may be shown."""

    release: Release = field(repr=False)
    forms: list[Form] = field(repr=False)
    privacy: Privacy = field(repr=False)
    withdrawn: tuple[Group, ...] = ()  # groups not shown on their own only because what they show would give other counts away

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        counts = Counter(form.name.lower().replace("_", " ") for form in self.forms)
        remark = f"{len(self.withdrawn):,} groups are withdrawn to protect others." if self.withdrawn else ""
        return view_table("Counts of this run, by how they are printed", ["form", "counts"], sorted(counts.items()), remark=remark)

    @property
    def form(self) -> dict[Key, Form]:
        """How each cell is printed, by its key."""
        return {cell.key: form for cell, form in zip(self.release.cells, self.forms, strict=True)}

    def withhold(self, themes: Collection[str]) -> Masked:
        """Show no count of some themes and subthemes, for a reason that has nothing to do with how small they are.

        Args:
            themes: Their ids.
        """
        hidden = {Form.NUMBER: Form.HIDDEN, Form.FEWER: Form.BLURRED, Form.ALL_BUT: Form.BLURRED}
        forms = [
            hidden.get(form, form) if set(cell.key[1:]) & set(themes) and cell.key[0] in COUNTED_BY_THEME else form
            for cell, form in zip(self.release.cells, self.forms, strict=True)
        ]
        return replace(self, forms=forms)

    def mask_shares(self, shares: pd.DataFrame) -> pd.DataFrame:
        """Mask shares for the public.

        Args:
            shares: `tables.THEME_SHARES`, counted from the tables that this was worked out from.

        Returns:
            The same rows in the same order, with `masked` (bool) and `shown` (how a masked count reads, else ""); n_raised, share, low,
            high and design_effect of a masked row are missing, and so are n_heard and n_sessions in a group that is not shown on its own,
            which is no longer `adequate`. Intervals are in whole percents. Subthemes have numbers among everyone only.
        """
        frame = shares.copy()
        kept = [group not in self.withdrawn for group in zip(frame["attribute"], frame["group"], strict=True)]
        frame["adequate"] = frame["adequate"].astype("bool") & pd.Series(kept, index=frame.index, dtype="bool")
        forms = self.form
        found = [_share_form(row, forms) for row in frame.itertuples(index=False)]
        small = [form is Form.TOO_SMALL for form in found]
        frame["shown"] = pd.Series([self.opinion_text(form) for form in found], index=frame.index, dtype="object")
        frame["masked"] = pd.Series([form is not Form.NUMBER for form in found], index=frame.index, dtype="bool")
        for column in NUMBERS:
            frame[column] = frame[column].astype("float64").mask(frame["masked"])
        for column in ("low", "high"):
            frame[column] = frame[column].round(PERCENTS)
        for column in ("n_heard", "n_sessions"):
            frame[column] = frame[column].astype("float64").mask(pd.Series(small, index=frame.index))
        return frame

    def mask_people(self, counts: pd.DataFrame) -> pd.DataFrame:
        """Mask people heard by neighborhood and stakeholder group.

        Args:
            counts: neighborhood, stakeholder_group, n_participants; of the people that shares are of.

        Returns:
            The same rows; the count is missing where masked, and `shown` says how it reads.
        """
        keys: list[Key] = [("people", str(a), str(b)) for a, b in zip(counts["neighborhood"], counts["stakeholder_group"], strict=True)]
        return self._mask_counts(counts, "n_participants", keys)

    def mask_sizes(self, sizes: pd.DataFrame) -> pd.DataFrame:
        """Mask how many people were heard in groups that are too small to be shown on their own.

        Args:
            sizes: As `groups.count_groups` gives them: attribute, group, n_heard, n_sessions, adequate.

        Returns:
            The same rows; n_heard is missing where masked, and `shown` says how it reads.
        """
        keys: list[Key] = [("sizes", str(a), str(b)) for a, b in zip(sizes["attribute"], sizes["group"], strict=True)]
        return self._mask_counts(sizes, "n_heard", keys)

    def _mask_counts(self, counts: pd.DataFrame, column: str, keys: Sequence[Key]) -> pd.DataFrame:
        frame, forms = counts.copy(), self.form
        found = [forms.get(key, Form.NUMBER) for key in keys]
        few = f"{self.privacy.who_threshold - 1} or fewer"
        words = [few if form is Form.FEWER else NOT_SHOWN for form in found]
        hidden = np.array([form is not Form.NUMBER for form in found], dtype=bool)
        text = [word if mask else f"{int(n):,}" for word, mask, n in zip(words, hidden, frame[column], strict=True)]
        frame["shown"] = pd.Series(text, index=frame.index, dtype="object")
        frame[column] = frame[column].astype("float64").mask(pd.Series(hidden, index=frame.index))
        return frame

    def is_shown(self, *key: str) -> bool:
        """Tell whether a cell's number may be printed; what is no cell of the release may."""
        return self.form.get(key, Form.NUMBER) is Form.NUMBER

    def opinion_text(self, form: Form) -> str:
        """Say a masked count of people who raised something; "" for one that is shown."""
        few = self.privacy.opinion_threshold
        words = {Form.NUMBER: "", Form.FEWER: f"fewer than {few}", Form.ALL_BUT: f"all but fewer than {few}", Form.TOO_SMALL: TOO_SMALL}
        return words.get(form, NOT_SHOWN)


def mask_release(
    statements: pd.DataFrame,
    assignments: pd.DataFrame,
    participants: pd.DataFrame,
    sessions: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: Sequence[str],
    privacy: Privacy,
    detail_by: str | None = None,
    declared: Collection[Comparison] = (),
) -> Masked:
    """Mask all counts of people of a run together, with the least information lost that withstands the attack.

    Fewer than `opinion_threshold` people of a group who raised a theme read "fewer than 3", and all but fewer than that "all but fewer than
    3": a lone voice, or a lone exception, is recognised by those who sat beside it. People by attributes read "10 or fewer" below
    `who_threshold`. A group that is not adequate has no numbers. Then whatever would give a masked count away is not shown.

    Args:
        statements: `tables.STATEMENTS`.
        assignments: `tables.ASSIGNMENTS`.
        participants: `tables.PARTICIPANTS`.
        sessions: `tables.SESSIONS`.
        themes: `tables.THEMES`.
        by: Attributes that groups are compared by; they may contain each other.
        privacy: Thresholds.
        detail_by: One of `by`, in whose groups subthemes and standing questions are counted as well. Where these details could not be
            protected without hiding more of the rest, the release has none.
        declared: Comparisons declared beforehand: their counts are hidden for others only where nothing else helps.

    Raises:
        TableError: If a table is not what it should be.
        ValueError: If an attribute is a column of neither participants nor sessions.

    Examples:
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import disclosure
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> masked = disclosure.mask_release(
        ...     made.statements, made.assignments, made.participants, made.sessions, made.themes, by=["neighborhood"], privacy=Privacy()
        ... )
        >>> len(masked.forms), masked.withdrawn
        (22, ())
    """
    tables = (statements, assignments, participants, sessions, themes)

    keep = {(attribute, name, theme) for attribute, *names, theme in declared for name in names}

    def model(groups: Collection[Group], *, people_only: bool = False) -> Release:
        return model_release(*tables, by=by, privacy=privacy, withdrawn=groups, people_only=people_only, keep=keep)

    people = count_heard(statements, assignments, participants, sessions, by=by).people[list(by)]
    withdrawn = choose_withdrawn(partial(model, people_only=True), people, privacy.group_min_people)
    release = model(withdrawn)
    if detail_by is not None:
        detailed = model_release(*tables, by=by, privacy=privacy, withdrawn=withdrawn, detail_by=detail_by, keep=keep)
        chosen = _hide_once(detailed)
        if chosen is not None:
            return Masked(detailed, chosen, privacy, tuple(sorted(withdrawn)))
    more, forms = _decide(release, partial(choose_withdrawn, model, people, privacy.group_min_people, start=withdrawn), model)
    return Masked(release if more is None else model(more), list(forms), privacy, tuple(sorted(withdrawn if more is None else more)))


def _hide_once(release: Release) -> list[Form] | None:
    """Forms that withstand the attack, decided once for the stages of one run; None where there are none."""
    digest = hashlib.sha256(repr(release).encode()).hexdigest()
    if digest not in _HIDDEN:
        forms = hide_cells(release)
        exposed = any(finding.exposed for finding in attack_release(release, forms, first=True))
        _HIDDEN.clear()
        _HIDDEN[digest] = None if exposed else forms
    found = _HIDDEN[digest]
    return None if found is None else list(found)


_HIDDEN: dict[str, list[Form] | None] = {}


def _decide(
    release: Release, withdraw: Callable[[], set[Group]], model: Callable[[set[Group]], Release]
) -> tuple[set[Group] | None, list[Form]]:
    """Decide once for the stages of one run, which ask the same again: groups to withdraw instead (None to leave them), and forms."""
    digest = hashlib.sha256(repr(release).encode()).hexdigest()
    if digest not in _DECIDED:
        forms, more = hide_cells(release), None
        if any(finding.exposed for finding in attack_release(release, forms, first=True)):
            more = withdraw()
            forms = hide_cells(model(more))
        _DECIDED.clear()
        _DECIDED[digest] = more, forms
    return _DECIDED[digest]


_DECIDED: dict[str, tuple[set[Group] | None, list[Form]]] = {}


def _share_form(row: tuple[object, ...], forms: dict[Key, Form]) -> Form:
    """How one row of shares is printed; what is not part of a release is not shown."""
    attribute, group, theme, unit = (str(getattr(row, name)) for name in ("attribute", "group", "theme_id", "unit"))
    adequate = bool(row.adequate)  # type: ignore[attr-defined]
    if unit != "participant":
        return Form.NUMBER if adequate else Form.TOO_SMALL
    if not adequate:
        return Form.TOO_SMALL
    if attribute == "everyone":
        return forms.get(("themes", theme), Form.HIDDEN)
    return forms.get(("group_shares", attribute, group, theme), Form.HIDDEN)
