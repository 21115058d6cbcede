"""Files -> utterances: one module per format.

The functions import what they need when they are called, because `encoding` is on the way of every command.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.transcripts.heard import Heard

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City, TableColumns
    from peace_analysis.transcripts.roles import SpeakerRoles

__all__ = ["Heard", "read_city", "read_file"]


def read_file(
    path: Path, *, session_id: str | None = None, roles: SpeakerRoles | None = None, columns: TableColumns | None = None
) -> pd.DataFrame:
    r"""Read one source file (or the folder of a Polis export) by itself.

    Args:
        path: A .vtt, .srt, .docx, .txt, .md, .csv, .tsv, .xlsx, .json, .html or .qdpx file.
        session_id: The session; else what a table says in its session column, else the file's name without its ending.
        roles: What is known about the speakers; else the patterns that hold where city.yml says nothing.
        columns: Which column of a table holds what; else common headers are looked for.

    Returns:
        A table as `tables.UTTERANCES`. A label that nothing is known of has the role unknown.

    Raises:
        TranscriptError: If the file cannot be read as what it claims to be; lists every problem in it.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from peace_analysis import transcripts
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder) / "L01.txt"
        ...     _ = path.write_text("Facilitator: How do you feel?\n\nSpeaker 1: Safe, in the day.\n", encoding="utf-8")
        ...     heard = transcripts.read_file(path)
        >>> print(heard[["session_id", "turn", "speaker", "text"]].to_string(index=False))
        session_id  turn     speaker              text
               L01     1 Facilitator  How do you feel?
               L01     2   Speaker 1 Safe, in the day.
    """
    from peace_analysis.transcripts.reading import read_one

    return read_one(Path(path), session_id, roles, columns)


def read_city(city: City) -> Heard:
    """Read every source of a city.

    Args:
        city: The city.

    Returns:
        Utterances, participants, votes and notices of all sessions.

    Raises:
        InputError: Lists every problem of every file: files of no session, missing files and columns, unknown sessions, labels whose
            role is not known, broken times, unreadable encodings and archives.

    Examples:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from peace_analysis.city import City
        >>> from peace_analysis import transcripts
        >>> with tempfile.TemporaryDirectory() as data:
        ...     folder = Path(data) / "sandford" / "transcripts"
        ...     folder.mkdir(parents=True)
        ...     _ = (folder / "L01.txt").write_text("Ana: Who wants to begin?\\nBo: The lamps are out again.\\n")
        ...     _ = (folder.parent / "city.yml").write_text("name: Sandford\\nroles: {participant: ['*']}\\n")
        ...     header = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended,facilitator"
        ...     _ = (folder.parent / "sessions.csv").write_text(f"{header}\\nL01,2026-03-01,in_person,en,Harbor,residents,1,Ana\\n")
        ...     heard = transcripts.read_city(City.open("sandford", Path(data)))
        >>> heard.utterances[["session_id", "role"]].values.tolist()
        [['L01', 'facilitator'], ['L01', 'participant']]
    """
    from peace_analysis.transcripts.gather import gather

    return gather(city)
