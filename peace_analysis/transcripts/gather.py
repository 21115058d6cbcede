"""All sources of a city -> what was heard, or one error with every problem."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from peace_analysis.city import City, PolisSource, TableSource
from peace_analysis.errors import InputError, Problem
from peace_analysis.sessions import YES
from peace_analysis.tables import UTTERANCES, empty_table
from peace_analysis.transcripts import polis, table
from peace_analysis.transcripts.files import assign_files, source_path
from peace_analysis.transcripts.heard import Heard
from peace_analysis.transcripts.labels import label_key
from peace_analysis.transcripts.participants import list_participants
from peace_analysis.transcripts.reading import read_source
from peace_analysis.transcripts.roles import SpeakerRoles
from peace_analysis.transcripts.rows import Row, Source
from peace_analysis.transcripts.turns import to_utterances

_MOST_LINES = 12  # lines that one message names


def gather(city: City) -> Heard:
    """Read every source of a city; see `transcripts.read_city`."""
    return _Gathering(city).heard()


class _Gathering:
    """Collects what one city's sources hold, and all that is wrong with them."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.sessions = [str(key) for key in city.sessions["session_id"]]
        self.forms = dict(zip(self.sessions, city.sessions["form"], strict=True))
        self.roles = {key: SpeakerRoles.of_session(city, key) for key in self.sessions}
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self.frames: dict[str, list[pd.DataFrame]] = {key: [] for key in self.sessions}
        self.questions: list[tuple[str, int, str]] = []
        self.votes: dict[str, pd.DataFrame] = {}
        self.said: dict[tuple[str, str], dict[str, str]] = {}

    def heard(self) -> Heard:
        files = assign_files(self.city)
        self.problems += files.problems
        for session in self.sessions:
            for path in files.of_session.get(session, []):
                try:
                    source = read_source(
                        path,
                        self.roles[session],
                        notes=self.forms[session] != "verbatim",
                        only=session if path in files.shared else None,
                    )
                except InputError as error:
                    self.problems += error.problems
                else:
                    self._add(session, source.rows, str(path))
                    self._keep(source, session)
        for entry in self.city.config.sources:
            try:
                self._polis(entry) if isinstance(entry, PolisSource) else self._table(entry)
            except InputError as error:
                self.problems += error.problems
        if self.problems:
            raise InputError(list(dict.fromkeys(self.problems)))
        return self._joined()

    def _joined(self) -> Heard:
        frames = [frame for session in self.sessions for frame in self.frames[session]]
        utterances = pd.concat(frames, ignore_index=True) if frames else empty_table(UTTERANCES)
        if not frames:
            raise InputError(
                Problem(str(self.city.transcripts_folder), "there is no transcript.", "Put one there, or name a source under `sources:`.")
            )
        silent = [session for session in self.sessions if not self.frames[session]]
        self.notices += [
            Problem(
                str(self.city.folder / "sessions.csv"),
                f"session `{session}` has no source.",
                "Put its transcript in transcripts/ when it is there.",
            )
            for session in silent
        ]
        named = utterances[(utterances["role"] == "participant") & utterances["speaker"].notna()]["session_id"]
        participants, notices = list_participants(self.city, utterances, self.said)
        return Heard(
            utterances,
            participants,
            self.votes,
            pd.DataFrame(self.questions, columns=["session_id", "turn", "question"]),
            [*self.notices, *notices, *_odd_counts(self.city, utterances, typed=frozenset(self.votes))],
            frozenset(utterances["session_id"]) - frozenset(named),
        )

    def _add(self, session: str, rows: list[Row], file: str) -> None:
        """Number the rows of one source after those that the session has already, and report labels without a role."""
        before = self.frames[session]
        frame = to_utterances(rows, session, self.roles[session], 1 + (int(before[-1]["turn"].max()) if before else 0))
        before.append(frame)
        self.problems += _unknown_speakers(frame, file)
        unnamed = frame[(frame["role"] == "unknown") & frame["speaker"].isna()]
        if len(unnamed):
            self.notices.append(
                Problem(
                    file,
                    f"{len(unnamed)} rows stand under no speaker's name.",
                    "They are left out; put a label in front of those that somebody said.",
                    int(unnamed["line"].iloc[0]),
                )
            )
        self.questions += [
            (session, int(turn), row.question) for turn, row in zip(frame["turn"], rows, strict=True) if row.question is not None
        ]

    def _keep(self, source: Source, session: str | None) -> None:
        self.notices += source.notices
        for (of_session, speaker), attributes in source.people.items():
            key = (of_session or session or "", label_key(speaker))
            self.said[key] = {**attributes, **self.said.get(key, {})}

    def _table(self, entry: TableSource) -> None:
        path = source_path(self.city, entry.table)
        self._require(entry.session, str(path))
        source = table.read(
            path,
            entry.columns,
            attributes=entry.attributes,
            roles_of=lambda session: self.roles.get(session or entry.session or "", SpeakerRoles(patterns=self.city.config.roles)),
        )
        unknown = {row.session: row.line for row in reversed(source.rows) if row.session and row.session not in self.roles}
        if unknown:
            raise InputError([self._no_session(str(path), line) for line in sorted(unknown.values())])
        parts: dict[str, list[Row]] = {}
        for row in source.rows:
            parts.setdefault(row.session or entry.session or "", []).append(row)
        for session, rows in parts.items():
            self._add(session, rows, str(path))
        self._keep(source, entry.session)
        for name in entry.attributes:
            self._consent(name)
        if entry.columns.speaker is None and (entry.attributes or entry.columns.neighborhood or entry.columns.stakeholder_group):
            self.notices.append(
                Problem(
                    str(path),
                    "what the table says of people is not used: it has no column of speakers.",
                    "Name one under `columns: {speaker: ...}`, so that people can be counted.",
                )
            )

    def _polis(self, entry: PolisSource) -> None:
        folder = source_path(self.city, entry.polis)
        self._require(entry.session, str(folder))
        conversation = polis.read(folder, entry.attributes, rejected=entry.rejected, roles=self.roles[entry.session])
        self._add(entry.session, conversation.source.rows, str(folder / "comments.csv"))
        self._keep(conversation.source, entry.session)
        turn_of = self.frames[entry.session][-1].drop_duplicates("line").set_index("line")["turn"]
        self.votes[entry.session] = conversation.votes.assign(turn=conversation.votes["line"].map(turn_of).astype("Int64"))
        for row in conversation.source.rows:
            # Authors published their statements to everybody in the conversation, under no name.
            self.said.setdefault((entry.session, label_key(str(row.speaker))), {}).setdefault("quote_consent", "yes")

    def _require(self, session: str | None, file: str) -> None:
        if session is not None and session not in self.roles:
            raise InputError(
                Problem(file, f"session `{session}` of this source is not in sessions.csv.", "Add it there, or correct it in city.yml.")
            )

    def _no_session(self, file: str, line: int) -> Problem:
        return Problem(file, "the row's session is not in sessions.csv.", "Add it there, or correct it here.", line)

    def _consent(self, name: str) -> None:
        """Read what a table says of consent to be quoted: only yes is yes."""
        if name == "quote_consent":
            for attributes in self.said.values():
                if isinstance(value := attributes.get(name), str):
                    attributes[name] = "yes" if value.casefold() in YES else ""


def _unknown_speakers(frame: pd.DataFrame, file: str) -> Iterator[Problem]:
    """One problem per file for all labels without a role, with the lines on which they first stand; never the labels themselves."""
    unknown = frame[(frame["role"] == "unknown") & frame["speaker"].notna()]
    if unknown.empty:
        return
    lines = [int(line) for line in unknown.groupby("speaker", sort=False)["line"].min()]
    turns = unknown["turn"].nunique()
    said = f"{turns} {'turn' if turns == 1 else 'turns'}"
    more = ", ".join(map(str, lines[1:_MOST_LINES])) + (", ..." if len(lines) > _MOST_LINES else "")
    yield Problem(
        file,
        f"a speaker label is not known ({said})."
        if len(lines) == 1
        else f"{len(lines)} speaker labels are not known ({said}; also lines {more}).",
        "Name them in participants.csv, in facilitator of sessions.csv, or under `roles:` in city.yml; "
        "if nobody's name stands there, put a dash in place of the colon.",
        lines[0],
    )


def _odd_counts(city: City, utterances: pd.DataFrame, typed: frozenset[str]) -> Iterator[Problem]:
    """Notice what a misspelt name looks like: more people heard than attended, and a facilitator who never speaks."""
    named = utterances[utterances["speaker"].notna()]
    voices = named[named["role"] == "participant"].groupby("session_id")["speaker"].nunique()
    leads = set(named.loc[named["role"] == "facilitator", "session_id"])
    file = str(city.folder / "sessions.csv")
    for row in city.sessions.to_dict("records"):
        session, n_attended = str(row["session_id"]), int(row["n_attended"])
        if (n_heard := int(voices.get(session, 0))) > n_attended:
            yield Problem(
                file,
                f"in session `{session}` more participants were heard than attended.",  # no counts: notices are published
                "Somebody may count twice under two labels, or a facilitator as a participant: compare the names in sessions.csv and "
                "participants.csv with those of the transcript.",
            )
        if str(row.get("facilitator") or "").strip() and n_heard and session not in leads | typed:
            yield Problem(
                file,
                f"the facilitator of session `{session}` was never heard.",
                "Write the name as the transcript shows it, or the facilitator's words count as a participant's.",
            )
    texts = utterances.groupby("session_id", sort=False)["text"].agg(lambda words: hash(tuple(words)))
    for session in texts.index[texts.duplicated()]:
        yield Problem(
            str(city.transcripts_folder),
            f"session `{session}` holds the very words of another session.",
            "One file may have been put there twice: each session needs its own.",
        )
