"""Rows of a policy's tables -> entries, and every problem in them with its line. No message holds what somebody said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from peace_analysis.errors import Problem
from peace_analysis.policy.cited import find_cited
from peace_analysis.policy.document import Policy
from peace_analysis.policy.entries import Codevelopment, Comment, Consensus, Disposition, Event, Signoff
from peace_analysis.tables_policy import DISPOSITIONS, EVENTS, LEVELS, SIGNOFFS, TAKEN_UP

Rows = Sequence[tuple[int, dict[str, str]]]  # line of the file, cells by column
COLUMNS = {  # that each table must have
    "comments.csv": ("number", "group", "comment"),
    "dispositions.csv": ("comment", "date", "disposition", "section", "reason"),
    "representatives.csv": ("representative", "group"),
    "signoffs.csv": ("representative", "group", "date", "signoff"),
    "consensus.csv": ("section", "group", "level"),
    "timeline.csv": ("date", "kind", "what"),
}
YES, NO = ("yes", "y", "true", "1", ""), ("no", "n", "false", "0")
_CODE = re.compile(r"(?=.*[\d.])[A-Za-z0-9][\w.()-]{0,19}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class _Table:
    """The rows of one table, with the problems that are found in them."""

    path: str
    rows: Rows
    problems: list[Problem] = field(default_factory=list)

    def say(self, line: int, message: str, remedy: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.path, message, remedy, line))

    def day(self, line: int, cell: str, column: str, *, required: bool = True) -> date | None:
        """Read a day; a wrong one is a problem."""
        if not cell and not required:
            return None
        try:
            if not _ISO.fullmatch(cell):
                raise ValueError
            return date.fromisoformat(cell)
        except ValueError:
            self.say(line, f"{column} is not a day.", "Write it as 2026-05-01.")
            return None

    def word(self, line: int, cell: str, column: str, among: Iterable[str]) -> str:
        """Read one of a few words; "" and a problem where it is none of them."""
        known = tuple(among)
        if cell in known:
            return cell
        self.say(line, f"{column} is none of {', '.join(known)}.", "Correct it.")
        return ""

    def section(self, line: int, cell: str, versions: Sequence[Policy], first: Policy) -> str | None:
        """Find a cited section; a problem where no version has it."""
        if not cell:
            return None
        found = find_cited(cell, versions, first)
        if found is None:
            named = f" {cell}" if _CODE.fullmatch(cell) else ""
            self.say(
                line,
                f"no version has a section{named} as it is cited.",
                "`peace-analysis policy sections FILE` lists them: cite the number, or the id.",
            )
        return found


def check_entries(
    name: str, versions: Sequence[Policy], tables: Mapping[str, tuple[str, Rows]], groups: Sequence[str] = ()
) -> tuple[Codevelopment, list[Problem]]:
    """Put the tables of a policy together.

    Args:
        name: The policy's folder.
        versions: Oldest first, at least one; sections share their ids.
        tables: By name of the file: path for messages, and rows. A table may be missing.
        groups: Stakeholder groups of the city's plan, from which comments may come as well as from those of the representatives.

    Returns:
        What could be read (rows with a problem are left out), and every problem.
    """
    open_tables = {key: _Table(*tables.get(key, ("", ()))) for key in COLUMNS}
    drawn = Codevelopment(name, tuple(versions))
    representatives = _representatives(open_tables["representatives.csv"])
    known = {*representatives.values(), *groups}
    comments = _comments(open_tables["comments.csv"], drawn, known)
    numbers = {comment.number for comment in comments}
    made = Codevelopment(
        name,
        tuple(versions),
        tuple(sorted(comments, key=lambda comment: comment.number)),
        tuple(_dispositions(open_tables["dispositions.csv"], drawn, numbers)),
        representatives,
        tuple(_signoffs(open_tables["signoffs.csv"], representatives)),
        tuple(_consensus(open_tables["consensus.csv"], drawn, known | {comment.group for comment in comments})),
        tuple(_events(open_tables["timeline.csv"])),
    )
    return made, [problem for table in open_tables.values() for problem in table.problems]


def _representatives(table: _Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for line, row in table.rows:
        key, group = row["representative"], row["group"]
        if not key or not group:
            table.say(line, "representative or group is empty.", "Fill in both.")
        elif key in found:
            table.say(line, "this representative is listed already.", "Delete one of the rows.")
        else:
            found[key] = group
    return found


def _comments(table: _Table, drawn: Codevelopment, known: set[str]) -> list[Comment]:
    found: list[Comment] = []
    first: dict[int, int] = {}
    for line, row in table.rows:
        before = len(table.problems)
        number = int(row["number"]) if row["number"].isdecimal() and len(row["number"]) < 10 else None
        if number is None:
            table.say(line, "number is not a whole number.", "Number the comments 1, 2, 3, ...")
        elif first.setdefault(number, line) != line:
            table.say(line, f"comment {number} stands on line {first[number]} already.", "Give one of them another number.")
        day = table.day(line, row.get("date", ""), "date", required=False)
        if not row["comment"]:
            table.say(line, "comment is empty.", "Write down what was said, or delete the row.")
        if not row["group"]:
            table.say(line, "group is empty.", "Name the group that it came from.")
        elif known and row["group"] not in known:
            table.say(line, "group is not one of representatives.csv, nor of the plan of city.yml.", "Correct it, or add the group there.")
        shown = row.get("shown", "").lower()
        if shown not in YES + NO:
            table.say(line, "shown is neither yes nor no.", "Write yes or no: whether its words may be shown.")
        section = table.section(line, row.get("section", ""), drawn.versions, drawn.version_on(day))
        if number is not None and len(table.problems) == before:
            words = row["comment"], row.get("rationale", ""), row.get("source", "")
            found.append(Comment(number, day, row["group"], section, *words, is_shown=shown in YES))
    return found


def _dispositions(table: _Table, drawn: Codevelopment, numbers: set[int]) -> list[Disposition]:
    found: list[Disposition] = []
    first: dict[tuple[str, str], int] = {}
    for line, row in table.rows:
        before = len(table.problems)
        cited = row["comment"]
        if not cited.isdecimal() or int(cited) not in numbers:
            table.say(
                line,
                f"there is no comment {cited if cited.isdecimal() else 'of this number'} that can be read.",
                "Cite a number of comments.csv.",
            )
        day = table.day(line, row["date"], "date")
        answer = table.word(line, row["disposition"], "disposition", DISPOSITIONS)
        if not row["reason"]:
            table.say(line, "reason is empty.", "Every answer needs one: those who spoke will ask for it.")
        section = table.section(line, row["section"], drawn.versions, drawn.latest)
        if answer in TAKEN_UP and not row["section"]:
            table.say(line, f"`{answer}` names no section.", "Cite the section that was changed, by its number in the latest version.")
        already = row.get("already", "").lower()
        if already not in ("", "yes"):
            table.say(line, "already is neither yes nor empty.", "Write yes where the policy has what was asked, or leave it empty.")
        elif already and answer != "not":
            table.say(
                line, f"`{answer or 'this answer'}` is marked already.", "Mark only `not`: the policy has it, so nothing was adopted."
            )
        if first.setdefault((cited, row["date"]), line) != line:
            table.say(line, f"line {first[cited, row['date']]} answers the same comment on the same day.", "Keep one of them.")
        if day is not None and len(table.problems) == before:
            found.append(Disposition(int(cited), day, answer, section, row["reason"], already == "yes"))
    return sorted(found, key=lambda one: one.date)


def _signoffs(table: _Table, representatives: dict[str, str]) -> list[Signoff]:
    found: list[Signoff] = []
    first: dict[tuple[str, str], int] = {}
    for line, row in table.rows:
        before = len(table.problems)
        key, group = row["representative"], row["group"]
        if key not in representatives:
            table.say(line, "this representative is not in representatives.csv.", "Correct it, or list the representative there.")
        if group not in representatives.values():
            table.say(line, "this group is not in representatives.csv.", "Correct it, or list a representative of the group there.")
        elif key in representatives and representatives[key] != group:
            table.say(line, "the group is not the one that representatives.csv gives this representative.", "Correct one of them.")
        day = table.day(line, row["date"], "date")
        word = table.word(line, row["signoff"], "signoff", SIGNOFFS)
        if word == "signed_with_dissent" and not row.get("dissent", ""):
            table.say(line, "`signed_with_dissent` has no dissent.", "Write down what is to stand on record, or write `signed`.")
        if first.setdefault((key, row["date"]), line) != line:
            table.say(line, f"line {first[key, row['date']]} is of the same representative and day.", "Keep one of them.")
        if day is not None and len(table.problems) == before:
            found.append(Signoff(key, group, day, word, row.get("dissent", "")))
    return sorted(found, key=lambda one: one.date or date.min)


def _consensus(table: _Table, drawn: Codevelopment, known: set[str]) -> list[Consensus]:
    found: list[Consensus] = []
    first: dict[tuple[str | None, str], int] = {}
    for line, row in table.rows:
        before = len(table.problems)
        section = table.section(line, row["section"], drawn.versions, drawn.latest)
        if not row["section"]:
            table.say(line, "section is empty.", "Cite it by its number in the latest version.")
        if row["group"] not in known:
            table.say(line, "this group has no representative and no comment.", "Correct it, or list a representative of the group.")
        level = int(row["level"]) if row["level"].isdecimal() and int(row["level"]) in LEVELS else 0
        if not level:
            table.say(line, f"level is not a number from {LEVELS[0]} to {LEVELS[-1]}.", "Write the level that the group gave.")
        if section is not None and first.setdefault((section, row["group"]), line) != line:
            table.say(line, f"line {first[section, row['group']]} is of the same section and group.", "Keep the later one.")
        if section is not None and len(table.problems) == before:
            found.append(Consensus(section, row["group"], level))
    return found


def _events(table: _Table) -> list[Event]:
    found: list[Event] = []
    for line, row in table.rows:
        before = len(table.problems)
        day = table.day(line, row["date"], "date")
        end = table.day(line, row.get("end", ""), "end", required=False)
        kind = table.word(line, row["kind"], "kind", EVENTS)
        if day is not None and end is not None and end < day:
            table.say(line, "end lies before date.", "Correct one of them.")
        if not row["what"]:
            table.say(line, "what is empty.", "Say in a few words what happened.")
        if day is not None and len(table.problems) == before:
            found.append(Event(day, end, kind, row["what"]))
    return sorted(found, key=lambda event: (event.date, event.end or event.date))
