"""The counts of people that a run releases, as one `Release`: whatever table, figure or sentence they stand in.

Released: people heard in all; by neighborhood and stakeholder group; per group that is compared; per theme and subtheme among everyone, per
theme in each group, and on each standing question; sessions per theme, which bound people from below; how large sessions were at most.
A share or an interval beside a number says no more than the number; intervals leave this room in whole percents (`masking`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.disclosure.details import PARTS, Details
from peace_analysis.disclosure.release import WIDTH, Release
from peace_analysis.disclosure.totals import add_attended
from peace_analysis.groups.heard import Heard, count_heard
from peace_analysis.settings import Privacy

PLACES = ("neighborhood", "stakeholder_group")  # people are counted by these two
NOT_STATED = "not stated"
SMALL_SESSION = 15  # people; the report says where every session had so many at most
DEAR = 10  # times the cost of hiding a count that somebody asked for beforehand
Terms = dict[int, float]
Group = tuple[str, str]


def model_release(
    statements: pd.DataFrame,
    assignments: pd.DataFrame,
    participants: pd.DataFrame,
    sessions: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: Sequence[str],
    privacy: Privacy,
    withdrawn: Collection[Group] = (),
    people_only: bool = False,
    detail_by: str | None = None,
    keep: Collection[tuple[str, str, str]] = (),
) -> Release:
    """Write down every count of people that a run releases.

    Args:
        statements: `tables.STATEMENTS`.
        assignments: `tables.ASSIGNMENTS`.
        participants: `tables.PARTICIPANTS`.
        sessions: `tables.SESSIONS`.
        themes: `tables.THEMES`.
        by: Attributes that groups are compared by.
        privacy: Thresholds.
        withdrawn: Groups (attribute, name) that are large enough to be shown and are not: they would give another group's numbers away.
        people_only: Leave out what they said.
        detail_by: One of `by`, in whose groups subthemes and standing questions are counted as well.
        keep: Counts (attribute, group, theme) that are hidden for others only where nothing else helps.

    Returns:
        Cells by key: ("people", neighborhood, stakeholder group); ("sizes", attribute, group) of groups that are not shown on their own;
        ("themes", theme or subtheme) among everyone; ("group_shares", attribute, group, theme); ("questions", theme, "a" or "b");
        ("details", attribute, group, theme or subtheme, "a", "b" or "" for a subtheme);
        ("sessions", theme), no count of people and hidden only where it says too much of them; ("attended",) and ("apart",), see `totals`.

    Raises:
        TableError: If a table is not what it should be.
        ValueError: If an attribute is a column of neither participants nor sessions.
    """
    heard = count_heard(statements, assignments, participants, sessions, by=tuple(dict.fromkeys([*by, *PLACES])))
    return _Model(heard, sessions, list(by), privacy, frozenset(withdrawn), detail_by=detail_by, keep=frozenset(keep)).build(
        statements, assignments, participants, themes, people_only=people_only
    )


class _Model:
    """A release under construction: people by joint group, then themes one by one."""

    def __init__(
        self,
        heard: Heard,
        sessions: pd.DataFrame,
        by: list[str],
        privacy: Privacy,
        withdrawn: frozenset[Group],
        *,
        detail_by: str | None,
        keep: frozenset[tuple[str, str, str]],
    ) -> None:
        self.heard, self.sessions, self.by, self.privacy, self.withdrawn = heard, sessions, by, privacy, withdrawn
        self.release = Release()
        self.detail_by, self.keep = detail_by, keep
        self.details: Details | None = None
        named = heard.people.drop(columns="session_id").astype("object")
        self.attributes = list(named.columns)
        labels = [tuple(None if pd.isna(value) else str(value) for value in row) for row in named.itertuples(index=False, name=None)]
        self.joint = sorted(set(labels), key=lambda label: tuple("" if value is None else value for value in label))
        number = {label: i for i, label in enumerate(self.joint)}
        self.label = np.array([number[label] for label in labels], dtype=np.int64)
        self.n_all = len(labels)

    def build(
        self,
        statements: pd.DataFrame,
        assignments: pd.DataFrame,
        participants: pd.DataFrame,
        themes: pd.DataFrame,
        *,
        people_only: bool,
    ) -> Release:
        if not self.n_all:
            return self.release
        counts = np.bincount(self.label, minlength=len(self.joint))
        self.people = [self.release.add_unknown(int(n), low=1) for n in counts]
        self.release.know(_sum(self.people), self.n_all, self.n_all)
        self._add_people(participants[participants["speaker_id"].isin(self.heard.people.index)])
        add_attended(self.release, self.people, int(self.sessions["n_attended"].sum()), few=self.privacy.who_threshold)
        self.groups = [group for name in self.by for group in self._add_sizes(name)]
        if self.detail_by is not None:
            groups = [group[1:] for group in self.groups if group[0] == self.detail_by]
            self.details = Details(self.release, self.detail_by, groups, n_labels=len(self.joint), label=self.label, privacy=self.privacy)
        self.classes = self._class_sessions(statements)
        spoken = statements.merge(assignments, on="statement_id")
        parent = {str(key): None if pd.isna(of) else str(of) for key, of in zip(themes["theme_id"], themes["parent_id"], strict=True)}
        for theme in (theme for theme in ([] if people_only else self.heard.themes) if parent.get(theme) is None):
            self._add_theme(theme, [part for part in self.heard.themes if parent.get(part) == theme], spoken)
        return self.release

    def _add_people(self, participants: pd.DataFrame) -> None:
        """People by neighborhood and stakeholder group, who are the people of these joint groups and no others."""
        release = self.release
        counts = participants[list(PLACES)].fillna(NOT_STATED).astype("str").value_counts().sort_index()
        held = self.sessions[list(PLACES)].fillna(NOT_STATED).astype("str").value_counts()
        small = bool((self.sessions["n_attended"] <= SMALL_SESSION).all())
        cells: dict[tuple[str, ...], int] = {}
        for key, n in counts.items():
            place, group = map(str, key) if isinstance(key, tuple) else ("", "")
            cells[place, group] = release.add_unknown(int(n), low=1)
            most = SMALL_SESSION * int(held.get((place, group), 0))
            if small and n <= most:
                release.know(_sum([cells[place, group]]), high=most)
            cost = 1 + n / len(participants)
            release.add_cell(("people", place, group), [cells[place, group]], few=self.privacy.who_threshold, scope="people", cost=cost)
        release.know(_sum(list(cells.values())), len(participants), len(participants))
        where = [self.attributes.index(name) for name in PLACES]
        for pair, index in cells.items():
            mine = [self.people[i] for i, label in enumerate(self.joint) if tuple(label[w] or NOT_STATED for w in where) == pair]
            release.know_if_true({**_sum(mine), index: -1.0}, 0.0, 0.0)

    def _add_sizes(self, attribute: str) -> list[tuple[str, str, list[int], int, bool]]:
        """Groups of one attribute: attribute, name, joint groups, people, whether it is shown on its own; sizes that are not as cells."""
        column, groups = self.attributes.index(attribute), []
        for name in sorted({str(label[column]) for label in self.joint if label[column] is not None}):
            mine = [i for i, label in enumerate(self.joint) if label[column] == name]
            people = self.heard.people[np.isin(self.label, mine)]
            n, n_sessions = len(people), people["session_id"].nunique()
            adequate = n >= self.privacy.group_min_people and n_sessions >= self.privacy.group_min_sessions
            shown = adequate and (attribute, name) not in self.withdrawn
            terms = _sum([self.people[i] for i in mine])
            if shown:
                self.release.know(terms, n, n)
            else:
                if not adequate and n_sessions >= self.privacy.group_min_sessions:
                    self.release.know(terms, high=self.privacy.group_min_people - 1)
                scope = f"sizes {attribute}"
                self.release.add_cell(("sizes", attribute, name), terms, few=self.privacy.who_threshold, scope=scope, cost=0.5)
            groups.append((attribute, name, mine, n, shown))
        return groups

    def _class_sessions(self, statements: pd.DataFrame) -> list[tuple[list[int], NDArray[np.bool_]]]:
        """Sessions alike in the joint groups heard in them: those groups (none where words are not tied to people), and which sessions."""
        loose = set(statements.loc[statements["speaker_id"].isna(), "session_id"])
        members: dict[tuple[int, ...], list[bool]] = {}
        sessions_of = self.heard.people["session_id"].to_numpy()
        for position, session in enumerate(self.heard.sessions_heard):
            mine = () if session in loose else tuple(sorted(set(self.label[sessions_of == session].tolist())))
            members.setdefault(mine, [False] * len(self.heard.sessions_heard))[position] = True
        return [(list(mine), np.array(flags)) for mine, flags in members.items()]

    def _add_theme(self, theme: str, parts: list[str], spoken: pd.DataFrame) -> None:
        """One theme: who raised it, by joint group; its parts; the standing questions; the sessions that raised it."""
        release, few = self.release, self.privacy.opinion_threshold
        column = self.heard.themes.index(theme)
        counts = np.bincount(self.label[self.heard.raised[:, column]], minlength=len(self.joint))
        raised = [release.add_unknown(int(n), block=theme) for n in counts]
        for here, people in zip(raised, self.people, strict=True):
            release.know({here: 1.0, people: -1.0}, high=0.0)
        shown = self.n_all >= self.privacy.group_min_people
        total = release.add_cell(("themes", theme), raised, few=few, heard=self.n_all, shown_alone=shown, fixed=True, scope=theme)
        # A small group's count varies by no more than the total leaves to it once another group is known to have at least `few`.
        reach = min(max(few - 1, n - few) for n in (total.value, self.n_all - total.value))
        for attribute, name, mine, n, adequate in self.groups:
            dear = DEAR if (attribute, name, theme) in self.keep else 1
            what = {"few": few, "heard": n, "scope": theme, "cost": dear * (1 + n / self.n_all)}
            if not adequate:
                what |= {"shown_alone": False, "need": min(WIDTH, n, reach)}
            release.add_cell(("group_shares", attribute, name, theme), [raised[i] for i in mine], **what)
        self._add_parts(theme, raised, parts)
        self._add_questions(theme, raised, spoken[(spoken["theme_id"] == theme) & spoken["speaker_id"].notna()])
        if total.value >= few:
            self._add_sessions(theme, raised, self.heard.raised_in_session[:, column])

    def _add_parts(self, theme: str, raised: list[int], parts: list[str]) -> None:
        found, splits = [], []
        for part in parts:
            people = self.heard.raised[:, self.heard.themes.index(part)]
            found.append(self.release.add_unknown(int(people.sum()), block=theme))
            self.release.know_if_true({found[-1]: 1.0, **_sum(raised, -1.0)}, high=0.0)
            few = self.privacy.opinion_threshold
            shown = self.n_all >= self.privacy.group_min_people
            self.release.add_cell(("themes", part), [found[-1]], few=few, heard=self.n_all, shown_alone=shown, scope=f"parts {theme}")
            if self.details is not None:
                splits.append(self.details.split(people, found[-1], theme))
                self.details.add_cells(part, PARTS, [splits[-1]], f"parts {theme}")
        if splits and self.details is not None:
            self.details.tie(splits, raised, exact=False)
        if parts:  # somebody who raised a theme raised one of its parts, where every statement has one
            self.release.know_if_true({**_sum(found), **_sum(raised, -1.0)}, low=0.0)

    def _add_questions(self, theme: str, raised: list[int], mine: pd.DataFrame) -> None:
        on = {key: set(mine.loc[mine["question"].isin((key, "ab")), "speaker_id"]) for key in ("a", "b")}
        if not on["a"] and not on["b"]:
            return
        neither = set(mine["speaker_id"]) - on["a"] - on["b"]
        counts = (len(on["a"] - on["b"]), len(on["b"] - on["a"]), len(on["a"] & on["b"]), len(neither))
        sums = [self.release.add_unknown(n, high=inf if position < 3 or n else 0, block=theme) for position, n in enumerate(counts)]
        self.release.know_if_true({**_sum(sums), **_sum(raised, -1.0)}, 0.0, 0.0)
        if self.details is not None:
            kinds = (self.heard.people.index.isin(list(who)) for who in (on["a"] - on["b"], on["b"] - on["a"], on["a"] & on["b"], neither))
            splits = [self.details.split(kind, total, theme) for kind, total in zip(kinds, sums, strict=True)]
            self.details.tie(splits, raised, exact=True)
            self.details.add_cells(theme, "a", [splits[0], splits[2]], f"questions {theme}")
            self.details.add_cells(theme, "b", [splits[1], splits[2]], f"questions {theme}")
        for key, only in (("a", sums[0]), ("b", sums[1])):
            what = {"heard": self.n_all, "scope": f"questions {theme}", "cost": 1.5}
            self.release.add_cell(("questions", theme, key), [only, sums[2]], few=self.privacy.opinion_threshold, **what)

    def _add_sessions(self, theme: str, raised: list[int], in_session: NDArray[np.bool_]) -> None:
        """So many sessions raised it: at least one person of each, where its words are tied to people."""
        found = []
        for mine, sessions in self.classes:
            found.append(self.release.add_unknown(int((in_session & sessions).sum()), high=int(sessions.sum()), block=theme))
            if mine:
                self.release.know_if_true({found[-1]: 1.0, **_sum([raised[i] for i in mine], -1.0)}, high=0.0)
        self.release.add_cell(("sessions", theme), found, few=0, heard=len(in_session), scope=f"sessions {theme}", cost=0.9)


def _sum(unknowns: Sequence[int], factor: float = 1.0) -> Terms:
    return dict.fromkeys(unknowns, factor)
