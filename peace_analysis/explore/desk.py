"""One city on a researcher's desk: what stands in its files is shown, and each action is written at once, whole or not at all."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.codebook_file import CODEBOOK_NAME, read_codebook, save_codebook
from peace_analysis.coding.framework import Framework, Summary, find_cases, make_framework
from peace_analysis.errors import InputError
from peace_analysis.exchange.coding_files import read_written
from peace_analysis.exchange.memos_file import MEMOS_NAME, read_memos
from peace_analysis.explore.actions import ActionError, Made, Signed, make_entry
from peace_analysis.explore.entries import Own, add_made, is_last, last_own, take_back
from peace_analysis.explore.standing import Standing, make_standing, missed_notices
from peace_analysis.files import hash_file, write_whole
from peace_analysis.tables import PARTICIPANTS, STATEMENTS, TURNS
from peace_analysis.themes_found import Found, find_before

if TYPE_CHECKING:
    from peace_analysis.city import City
    from peace_analysis.themes.embed import Progress


def _now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """A city's statements, and its themes as they stand after every decision so far.

    Files are read before every action, so that nothing that somebody else wrote meanwhile is lost.

    Args:
        city: The city; it has been run.
        clock: Gives the moment of each action.
        progress: Called with statements embedded and statements to embed, where themes have to be found first.

    Raises:
        CityError: If the city has to be run first, or one of its files cannot be read.
    """

    def __init__(self, city: City, *, clock: Callable[[], datetime] = _now, progress: Progress | None = None) -> None:
        self.city = city
        self.statements = city.load_table(STATEMENTS).reset_index(drop=True)
        self.turns = city.load_table(TURNS)
        self.participants = city.load_table(PARTICIPANTS)
        self.found: Found = find_before(city, self.statements, progress)
        self._clock = clock
        self._watchers: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._read_hash: tuple[str, str] = ("", "")
        self._applied: tuple[str, Standing] | None = None  # hash of a codebook.yml, and themes after it
        self._before: tuple[Standing, ...] = ()  # the last one and the one at the opening
        self.standing: Standing = self._read()

    @property
    def codebook_path(self) -> Path:
        """codebook.yml."""
        return self.city.folder / CODEBOOK_NAME

    @property
    def memos_path(self) -> Path:
        """memos.yml."""
        return self.city.folder / MEMOS_NAME

    @cached_property
    def quotable(self) -> dict[str, bool]:
        """Of each statement, whether it may be quoted."""
        return dict(zip(self.statements["statement_id"].tolist(), map(bool, self.statements["quotable"].tolist()), strict=True))

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call a function after every change, so that what it shows follows."""
        self._watchers.append(watcher)

    def act(self, action: Mapping[str, Any], author: str, reason: str = "") -> str:
        """Do one thing, and write its one entry.

        Args:
            action: `kind` (rename, define, merge, split, move, aside, quote, memo) and what that kind needs.
            author: Initials of who acts.
            reason: Why; a memo and a quote need none.

        Returns:
            What was done, in a sentence.

        Raises:
            ActionError: If it cannot be done; nothing is written then.
            CityError: If a file cannot be read, or would not hold together; nothing is written then.
        """
        with self._lock:
            self._follow_files()
            made = make_entry(action, Signed(author.strip(), reason, self._clock()), self.standing, self.quotable)
            self._write(made)
            self.standing = self._read()
        self._tell()
        return made.said

    def undo(self, author: str) -> str:
        """Take back the last entry that these initials made in the explorer today.

        Raises:
            ActionError: If there is none, or a later decision stands on it.
            CityError: If a file cannot be read.
        """
        with self._lock:
            self._follow_files()
            last = self.next_undo(author)
            if last is None:
                raise ActionError("There is nothing of yours to take back: undo reaches what you did here today.")
            name, own = last
            text = self._texts()[name]
            if not is_last(text, own):
                raise ActionError("A later entry stands after your last one in the file. Take that back first, or change the file.")
            if name == CODEBOOK_NAME:
                save_codebook(self.codebook_path, take_back(text, own))
            else:
                with write_whole(self.memos_path) as file:
                    file.write(take_back(text, own))
            self.standing = self._read()
        self._tell()
        return f"Taken back: {say_own(own)}."

    def next_undo(self, author: str) -> tuple[str, Own] | None:
        """Entry that `undo` would take back, and the name of its file."""
        return last_own(self._texts(), author.strip(), self._clock().astimezone(UTC).date())

    def refresh(self) -> None:
        """Read the files again, as after somebody changed them by hand."""
        with self._lock:
            self._follow_files()
        self._tell()

    def make_framework(self, by: str = "session") -> Framework:
        """Set statements out by case and theme as they stand now, with the summaries that people wrote.

        Raises:
            ValueError: If there is no such column.
        """
        cases = find_cases(self.statements, self.city.sessions, self.participants, by)
        written = {(row.case, row.theme_id): Summary(row.summary, row.basis) for row in read_written(self.city) if row.by == by}
        return make_framework(self.statements, self.standing.assignments, self.standing.themes, cases, by=by, summaries=written)

    def attributes(self) -> dict[str, list[str]]:
        """Group of each statement by attribute that the city compares by; "" where it is not known."""
        named = dict.fromkeys(["neighborhood", "stakeholder_group", *self.city.config.compare_by])
        ids = [str(one) for one in self.statements["statement_id"]]
        known = {}
        for name in named:
            try:
                cases = find_cases(self.statements, self.city.sessions, self.participants, name)
            except ValueError:
                continue
            if cases:
                known[name] = [cases.get(one, "") for one in ids]
        return known

    def around(self, statement: str) -> pd.DataFrame:
        """Turns about a statement, anonymised: the one before, its own and the one after, as tables.TURNS.

        Raises:
            ActionError: If there is no such statement.
        """
        rows = self.statements[self.statements["statement_id"] == statement]
        if rows.empty:
            raise ActionError("There is no such statement.")
        row = rows.iloc[0]
        of_session = self.turns[self.turns["session_id"] == row["session_id"]].sort_values("turn", kind="stable").reset_index(drop=True)
        at = int(of_session["turn"].searchsorted(row["turn"]))
        near: pd.DataFrame = of_session.iloc[max(at - 1, 0) : at + 2]
        return near

    def _write(self, made: Made) -> None:
        if made.codebook:
            text = add_made(self._texts()[CODEBOOK_NAME], made.codebook)
            self._refuse_what_misses(text)
            with write_whole(self.codebook_path) as file:  # it has been read once, and holds together
                file.write(text)
        if made.memos:
            with write_whole(self.memos_path) as file:
                file.write(add_made(self._texts()[MEMOS_NAME], made.memos))

    def _refuse_what_misses(self, text: str) -> None:
        """Try a decision before it is written."""
        with tempfile.TemporaryDirectory() as folder:
            trial = Path(folder) / CODEBOOK_NAME
            trial.write_text(text, encoding="utf-8", newline="")
            after = make_standing(self.found, self.statements, read_codebook(trial), self.standing.memos, self._before)
            self._applied = hash_file(trial), after
        if missed := missed_notices(self.standing, after):
            raise ActionError(missed[0])

    def _read(self) -> Standing:
        read, memos = (hash_file(self.codebook_path), hash_file(self.memos_path)), read_memos(self.memos_path)
        if self._applied is None or self._applied[0] != read[0]:
            codebook = read_codebook(self.codebook_path)
            if any(code.code not in self.found.seeds for code in codebook.seeded):
                raise ActionError("A code has been seeded in codebook.yml meanwhile. Open the explorer again: run its cells anew.")
            self._applied = read[0], make_standing(self.found, self.statements, codebook, memos, self._before)
        self._read_hash = read
        now = replace(self._applied[1], memos=memos)
        self._before = (now, *self._before[-1:])
        return now

    def _follow_files(self) -> None:
        if self._read_hash != (hash_file(self.codebook_path), hash_file(self.memos_path)):
            self.standing = self._read()

    def _texts(self) -> dict[str, str]:
        paths = {CODEBOOK_NAME: self.codebook_path, MEMOS_NAME: self.memos_path}
        return {name: path.read_text(encoding="utf-8-sig") if path.is_file() else "" for name, path in paths.items()}

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()


def say_own(own: Own) -> str:
    """Say an entry in a few words: ids, no words of anybody."""
    kind = {"aside": "set aside"}.get(own.kind, own.kind)
    return f"{kind} {own.about}".strip()


def say_error(error: Exception) -> str:
    """Say what was wrong in one message."""
    return "; ".join(str(problem) for problem in error.problems) if isinstance(error, InputError) else str(error)
