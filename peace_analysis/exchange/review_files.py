"""What a review leaves in a city's folder: decisions with people's words (private), and review.yml without any.

`review/decisions.csv` is raw material: it names people and is needed for as long as transcripts are anonymised again. It is deleted with
them. `review.yml` outlives both: initials, days, counts, and hashes of the statements that were read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.anonymize.decisions import Decisions, list_decisions
from peace_analysis.anonymize.review import Frame, Read, Record, Review, Signed, assess_review
from peace_analysis.anonymize.review_queue import Doubt, Key, key_of, list_doubts
from peace_analysis.city_file import parse_yaml
from peace_analysis.errors import CityError, Problem
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City

FOLDER = "review"
RECORD_NAME = "review.yml"
_HEAD = (
    "# Who reviewed the removal of names, and which statements were read (as hashes). Written by `peace-analysis review`; holds no words.\n"
)


@dataclass(frozen=True)
class Decided:
    """One row of decisions.csv (restricted)."""

    session_id: str  # empty: every session
    decision: str  # "remove" or "keep"
    type: str  # as the software took it; empty for what a person found
    words: str
    reviewer: str
    day: str

    @property
    def key(self) -> Key:
        """What the words are decided together with."""
        return key_of(self.session_id, self.type, self.words)

    @property
    def takes_effect(self) -> bool:
        """Whether the next run follows it; what is replaced by a rule for numbers and the like stays so in any case."""
        return self.type in ("", "NAME", "PLACE", "ORGANIZATION")


def decisions_path(city: City) -> Path:
    """Where decisions are kept (restricted: they name people)."""
    return city.folder / FOLDER / "decisions.csv"


def read_decided(city: City) -> list[Decided]:
    """Read decisions.csv; nothing where there is none.

    Raises:
        CityError: If it is not what was written; names the rows, never the words.
    """
    path = decisions_path(city)
    names = [field.name for field in fields(Decided)]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise CityError(Problem(str(path), "cannot be read as UTF-8 text.", "Put it back from a copy.")) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if list(reader.fieldnames or []) != names:
        raise CityError(Problem(str(path), f"its columns are not {', '.join(names)}.", "Put it back from a copy.", 1))
    sessions = set(city.sessions["session_id"])
    decided, problems = [], []
    for row in reader:
        sound = None not in row and None not in row.values() and row["decision"] in ("remove", "keep") and row["words"].strip()
        if not sound or (row["decision"] == "keep" and not row["session_id"]):
            message = "is not a decision: `remove`, or `keep` in one session, and words are expected."
            problems.append(Problem(str(path), message, "Correct or delete the row.", reader.line_num))
        elif row["session_id"] in sessions or not row["session_id"]:
            decided.append(Decided(**row))
    if problems:
        raise CityError(problems)
    return decided


def read_decisions(city: City) -> Decisions:
    """Read what stage 1 has to follow.

    Raises:
        CityError: As `read_decided`.
    """
    return as_decisions(read_decided(city))


def as_decisions(decided: Iterable[Decided]) -> Decisions:
    """Gather the rows that stage 1 has to follow."""
    return list_decisions((row.session_id, row.decision, row.words) for row in decided if row.takes_effect)


def write_decided(city: City, decided: Iterable[Decided], path: Path | None = None) -> Path:
    """Write decisions.csv (0600, in a folder 0700), whole or not at all; to its place in the city, or to another."""
    path = decisions_path(city) if path is None else path
    with write_whole(path, private=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Decided)])
        writer.writerows([*asdict(row).values()] for row in decided)
    return path


def read_record(city: City) -> Record:
    """Read review.yml; an empty record where there is none.

    Raises:
        CityError: If it is not what was written.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path = city.folder / RECORD_NAME
    try:
        raw: Any = parse_yaml(YAML(typ="safe", pure=True), path.read_bytes().decode("utf-8-sig"))
        return Record(
            tuple(Signed(**row) for row in raw["signed"]),
            {str(key): Frame(**row) for key, row in raw["sessions"].items()},
            {str(key): Read(**row) for key, row in raw["read"].items()},
        )
    except FileNotFoundError:
        return Record()
    except (OSError, UnicodeDecodeError, YAMLError, LookupError, TypeError, AttributeError, ValueError) as error:
        remedy = "Put it back from a copy; or delete it, and review the city again."
        raise CityError(Problem(str(path), "is not a record of a review.", remedy)) from error


def write_record(city: City, record: Record, path: Path | None = None) -> Path:
    """Write review.yml, whole or not at all; to its place in the city, or to another."""
    from ruamel.yaml import YAML

    path = city.folder / RECORD_NAME if path is None else path
    rows = {
        "signed": [asdict(row) for row in record.signed],
        "sessions": {key: asdict(row) for key, row in sorted(record.frames.items())},
        "read": {key: asdict(row) for key, row in sorted(record.read.items())},
    }
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 140
    with write_whole(path) as file:
        file.write(_HEAD)
        yaml.dump(rows, file)
    return path


def read_review(city: City) -> Review:
    """Say how far the review of a city has come, for its statements as they stand.

    Raises:
        CityError: If stage 1 has not run, or review.yml or decisions.csv is not what was written.
    """
    from peace_analysis.tables import STATEMENTS

    privacy = city.config.privacy
    n_doubts = len(read_doubts(city))
    return assess_review(
        city.load_table(STATEMENTS), read_record(city), n_doubts=n_doubts, bound=privacy.review_bound, seed=city.config.seed
    )


def read_doubts(city: City) -> list[Doubt]:
    """List what the software was unsure of and nobody has decided (restricted).

    Raises:
        CityError: If stage 1 has not run.
    """
    from peace_analysis.tables import TURNS

    log, doubtful = (_read_log(city.restricted_folder / name) for name in ("replacements.csv", "doubtful.csv"))
    return list_doubts(log, doubtful, city.load_table(TURNS), {row.key for row in read_decided(city)})


def _read_log(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(path, keep_default_na=False, dtype=dict.fromkeys(("session_id", "original", "token"), "str"))
    except (FileNotFoundError, pd.errors.EmptyDataError):
        return pd.DataFrame()
    except (OSError, ValueError) as error:  # pandas' own errors of reading are ValueErrors, and so are encodings
        raise CityError(Problem(str(path), "is damaged.", "Delete it and run the city again: it is made anew.")) from error
