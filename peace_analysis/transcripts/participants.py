"""The people heard in each session: from the roster where there is one, else from who spoke."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from peace_analysis.city import City
from peace_analysis.errors import Problem
from peace_analysis.transcripts.labels import label_key

_OWN = ("neighborhood", "stakeholder_group")
_FIRST = ("speaker_id", "session_id", "speaker_label", *_OWN, "quote_consent")
# (session, key of a label) -> attribute -> value, as tables and Polis exports say
Said = Mapping[tuple[str, str], Mapping[str, str]]


def list_participants(city: City, utterances: pd.DataFrame, said: Said) -> tuple[pd.DataFrame, list[Problem]]:
    """List who took part.

    Args:
        city: The city.
        utterances: As `tables.UTTERANCES`.
        said: What sources other than the roster say of people, consent to be quoted (`quote_consent`: yes) included; the roster goes
            before it.

    Returns:
        One row per person on the roster, spoken or not, and per participant heard who is not on it (ids `R01-P01`, ... in order of first
        appearance; no consent to be quoted unless a source says so): speaker_id, session_id, speaker_label, neighborhood,
        stakeholder_group, quote_consent, then attributes in alphabetical order. A person's neighborhood and group fall back to the
        session's. And a notice for each session in which people of the roster were not heard.
    """
    roster = city.roster
    spoken = utterances[(utterances["role"] == "participant") & utterances["speaker"].notna()]
    heard = spoken[["session_id", "speaker"]].drop_duplicates()
    taken = set(roster["speaker_id"])
    extra = [str(name) for name in roster.columns if name not in _FIRST]
    rows: list[dict[str, object]] = []
    listed: set[tuple[str, str]] = set()
    for person in roster.fillna("").to_dict("records"):
        label = str(person["speaker_label"]) or str(person["speaker_id"])
        listed.add((str(person["session_id"]), label_key(label)))
        rows.append({**{str(name): value for name, value in person.items()}, "speaker_label": label})
    count: dict[str, int] = {}
    for session, label in heard.itertuples(index=False):
        if (session, label_key(label)) in listed:
            continue
        identifier = _next_id(session, count, taken)
        rows.append({"speaker_id": identifier, "session_id": session, "speaker_label": label})
    for row in rows:
        own = said.get((str(row["session_id"]), label_key(str(row["speaker_label"]))), {})
        for name, value in own.items():
            if name not in row or row[name] == "":
                row[name] = value
    frame = _filled(city, rows, sorted({*extra, *(str(name) for row in rows for name in row)} - set(_FIRST)))
    voices = set(zip(heard["session_id"], heard["speaker"].map(label_key), strict=True))
    return frame, _silent(city, frame[frame["speaker_id"].isin(roster["speaker_id"])], voices, set(utterances["session_id"]))


def _next_id(session: str, count: dict[str, int], taken: set[str]) -> str:
    while True:
        count[session] = count.get(session, 0) + 1
        identifier = f"{session}-P{count[session]:02d}"
        if identifier not in taken:
            taken.add(identifier)
            return identifier


def _filled(city: City, rows: list[dict[str, object]], extra: list[str]) -> pd.DataFrame:
    """Make the table: empty cells missing, a session's neighborhood and group where a person has none of their own."""
    frame = pd.DataFrame(rows, columns=[*_FIRST, *extra])
    text = [name for name in frame.columns if name != "quote_consent"]
    frame[text] = frame[text].astype("object").where(lambda cells: cells.notna() & (cells != ""), None).astype("str")
    sessions = city.sessions.set_index("session_id")
    for name in _OWN:
        frame[name] = frame[name].fillna(frame["session_id"].map(sessions[name].astype("str"))).astype("str")
    return frame.assign(quote_consent=frame["quote_consent"].isin([True, "yes"]))


def _silent(city: City, rostered: pd.DataFrame, voices: set[tuple[str, str]], read: set[str]) -> list[Problem]:
    """Count per session who is on the roster and was never heard, where voices can be told apart."""
    notices = []
    told = {session for session, _ in voices}
    for session, people in rostered.groupby(rostered["session_id"].map(str), sort=False):
        silent = sum((str(session), label_key(label)) not in voices for label in people["speaker_label"])
        if silent and session in read & told:
            notices.append(
                Problem(
                    str(city.folder / "participants.csv"),
                    f"{silent} of {len(people)} people on the roster of session `{session}` were never heard.",
                    "Nothing, if they did not speak; else check that their labels are those of the transcript.",
                )
            )
    return notices
