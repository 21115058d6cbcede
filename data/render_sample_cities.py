"""Write the two invented cities from their scripts: transcripts in the formats that real tools export, tables, and the truth.

    python data/render_sample_cities.py               writes into data/
    python data/render_sample_cities.py --into DIR    writes into DIR/riverton and DIR/port_salem

The same scripts always give the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from rendering import captions, documents, polis, tables, truth
from rendering.policies import render_policy
from rendering.programme import MEETINGS
from rendering.scripts import read_scripts
from rendering.surveys import render_survey
from rendering.talk import Talk, make_talk

DATA = Path(__file__).resolve().parent
FORMATS: dict[str, Callable[[Talk], bytes]] = {
    "R01": captions.zoom,
    "R02": documents.word_with_names,
    "R03": captions.teams_open,
    "R05": documents.otter,
    "R06": documents.word_with_headers,
    "R07": captions.webex,
    "R08": documents.windows_text,
    "R09": documents.coding_project,
    "R10": documents.rev_utf16,
    "R11": captions.zoom_with_notes,
    "R12": tables.minutes_csv,
    "R13": tables.notes_xlsx,
    "R14": captions.youtube,
    "R15": captions.srt,
    "S01": captions.zoom,
    "S02": captions.teams_closed,
    "S03": documents.word_notes,
    "S04": documents.otter,
    "S05": documents.word_with_names,
    "S06": captions.srt_with_bom,
}
SESSION_COLUMNS = (
    *("session_id", "date", "start_time", "end_time", "mode", "language", "interpreter", "venue", "host", "facilitator", "note_taker"),
    *("neighborhood", "precinct", "stakeholder_group", "n_invited", "n_attended", "officials_present", "recorded", "form", "transcript"),
)
PERSON_COLUMNS = ("speaker_id", "session_id", "speaker_label", "age_group", "race_ethnicity", "gender", "quote_consent")


def render_city(city: str) -> dict[str, bytes]:
    """Make all files of a city that follow from its scripts.

    Returns:
        Path relative to the city's folder -> content.
    """
    scripts = read_scripts(DATA / city / "truth" / "scripts")
    talks = [make_talk(city, script, MEETINGS[city][script.session_id]) for script in scripts]
    files: dict[str, bytes] = {}
    for talk in talks:
        place = f"transcripts/{talk.meeting.transcript}"
        if talk.script.session_id in FORMATS:
            files[place] = FORMATS[talk.script.session_id](talk)
        else:
            export = polis.export(talk, DATA / city / "truth" / "rejected_comments.csv")
            files |= {f"{place}/{name}": content for name, content in export.items()}
    texts = {
        "sessions.csv": tables.comma_table(SESSION_COLUMNS, [session_row(talk) for talk in talks]),
        "participants.csv": tables.comma_table(PERSON_COLUMNS, [row for talk in talks for row in person_rows(talk)]),
        "truth/passages.csv": truth.passages_csv(talks),
        "truth/identifiers.csv": truth.spans_csv(talks, keep=False),
        "truth/keep.csv": truth.spans_csv(talks, keep=True),
        "truth/effects.yml": truth.effects_yml(city, talks),
    }
    files |= {name: text.encode() for name, text in texts.items()}
    return files | render_policy(DATA / city / "truth") | render_survey(DATA / city)


def session_row(talk: Talk) -> tuple[str | int, ...]:
    """Make a row of sessions.csv."""
    script, meeting = talk.script, talk.meeting
    end = ""
    if meeting.start:
        talked = timedelta(seconds=talk.spoken[-1].end)
        quarters = talked // timedelta(minutes=15) + 2  # welcome and goodbye are not on the recording
        end = f"{datetime.fromisoformat(f'{meeting.date}T{meeting.start}') + quarters * timedelta(minutes=15):%H:%M}"
    called = talk.labels["F1"]
    facilitator = script.facilitator if called in (script.facilitator, "0") else f"{script.facilitator}; {called}"
    return (
        *(script.session_id, meeting.date, meeting.start, end, meeting.mode, meeting.language, meeting.interpreter),
        *(meeting.venue, meeting.host, facilitator, script.note_taker),
        *(meeting.neighborhood, truth.precinct_of(talk.city, meeting.neighborhood), meeting.group),
        *(meeting.n_invited, len(script.roster), meeting.officials, meeting.recorded, meeting.form),
        "" if meeting.in_city_yml else meeting.transcript,
    )


def person_rows(talk: Talk) -> list[tuple[str, ...]]:
    """Make the rows of participants.csv for a session whose transcript says who speaks; none for another."""
    session = talk.script.session_id
    return [
        (f"{session}-{p.code}", session, talk.labels[p.code], p.age_group, p.race_ethnicity, p.gender, p.quote_consent)
        for p in talk.script.roster
        if talk.meeting.named
    ]


def main() -> int:
    """Write both cities."""
    parser = argparse.ArgumentParser(description="Write the two invented cities from their scripts.")
    parser.add_argument("--into", type=Path, default=DATA, help="folder of all cities (default: data/)")
    into: Path = parser.parse_args().into
    for city in MEETINGS:
        files = render_city(city)
        for name, content in files.items():
            path = into / city / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        sys.stdout.write(f"{city}: {len(files)} files\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
