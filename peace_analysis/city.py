"""City: all that differs between jurisdictions (`city.yml`), and where its files are.

`City.open` reads the configuration and `sessions.csv` and refuses a folder that does not hold together, naming every problem at once.
Derived tables go through `City.save_table` and `City.load_table`, which check them against `tables.py` and write whole files or nothing.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, StrictStr, ValidationError, model_validator

from peace_analysis.errors import CityError, Problem
from peace_analysis.tables import Table

if TYPE_CHECKING:
    import pandas as pd

CONFIG_NAME = "city.yml"
STANDING_QUESTIONS = {
    "a": "How do you feel about public safety?",
    "b": "How do you want to be served by police?",
}
# How facilitators usually open the two halves of a guide; a city adds its own under `guide:`.
GUIDE = {
    "a": (
        "how do you feel about public safety",
        "how you feel about public safety",
        "how do you feel about safety",
        "feel about public safety",
        "how safe do you feel",
        "cómo se sienten",
        "seguridad pública",
    ),
    "b": (
        "how do you want to be served",
        "how you want to be served",
        "want to be served by police",
        "want to be served by the police",
        "cómo quieren que les sirva",
        "cómo quieren ser atendidos",
        "servidos por la policía",
    ),
}


class _Frozen(BaseModel):
    """Settings that refuse a misspelled key and cannot be changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Privacy(_Frozen):
    """How little a published table may show (METHODS: small cells), and what else must never be shown."""

    who_threshold: int = Field(11, ge=11)  # counts of people 1..10 by attributes are masked in public tables
    group_min_people: int = Field(10, ge=10)  # a group whose opinions are shown has at least so many people ...
    group_min_sessions: int = Field(2, ge=2)  # ... heard in at least so many sessions
    opinion_threshold: int = Field(3, ge=3)  # fewer than this many of a group read "fewer than 3"
    keep_officials: bool = False  # leave names that follow a rank or an office, for officials who act publicly
    keep: tuple[StrictStr, ...] = ()  # words that are never identifiers here: parks and streets at issue, say
    names: tuple[StrictStr, ...] = ()  # names that must always go, wherever they stand
    raw_retention_days: PositiveInt = 365  # the log of replacements is due for deletion so many days after it is written


class Themes(_Frozen):
    """How themes are looked for."""

    min_themes: int = Field(8, ge=2)  # range for the number of top-level themes; small corpora may end below it
    max_themes: int = Field(25, ge=2)
    model: StrictStr | None = None  # folder of a sentence-transformers model on disk; the default reads English only
    model_languages: tuple[StrictStr, ...] = ("en",)  # languages that the model reads

    @model_validator(mode="after")
    def _range_is_a_range(self) -> Themes:
        if self.min_themes > self.max_themes:
            raise ValueError(f"min_themes ({self.min_themes}) is above max_themes ({self.max_themes})")
        return self


class Roles(_Frozen):
    """Who is who, by the label in the source. `*` stands for any characters; case does not matter."""

    facilitator: tuple[StrictStr, ...] = ("Facilitator*", "Moderator*", "Interviewer*", "Host", "Note taker*", "Note-taker*")
    participant: tuple[StrictStr, ...] = ("Participant *", "P#", "P##", "P###")  # `#` stands for one digit


class Plan(_Frozen):
    """Who was meant to be heard."""

    neighborhoods: tuple[StrictStr, ...] = ()
    stakeholder_groups: tuple[StrictStr, ...] = ()


class Guide(_Frozen):
    """Words by which a facilitator's prompt opens the part on each standing question, and ends both."""

    a: tuple[StrictStr, ...] = GUIDE["a"]
    b: tuple[StrictStr, ...] = GUIDE["b"]
    close: tuple[StrictStr, ...] = ("thank you all", "before we close", "that brings us to the end")


class TableColumns(_Frozen):
    """Which column of a table of comments or notes holds what, by its header. Only `text` is required."""

    text: StrictStr
    speaker: StrictStr | None = None
    session: StrictStr | None = None
    role: StrictStr | None = None
    question: StrictStr | None = None  # cells say a, b, ab or none
    start: StrictStr | None = None
    neighborhood: StrictStr | None = None
    stakeholder_group: StrictStr | None = None


class TableSource(_Frozen):
    """A CSV or XLSX table of comments or notes, relative to the city's folder."""

    table: StrictStr
    columns: TableColumns
    session: StrictStr | None = None  # the session all rows belong to, where no column says so
    attributes: dict[StrictStr, StrictStr] = Field(default_factory=dict)  # attribute -> column with what people say of themselves

    @model_validator(mode="after")
    def _one_way_to_a_session(self) -> TableSource:
        if (self.session is None) == (self.columns.session is None):
            raise ValueError("name either `session:` (one for the whole table) or `columns: {session: ...}` (one per row)")
        return self


class PolisSource(_Frozen):
    """A folder with a Polis export (comments.csv, and votes as votes.csv or participants-votes.csv), relative to the city's folder."""

    polis: StrictStr
    session: StrictStr
    # attribute -> {statement number: value}: who agrees with "I am between 15 and 19 years old" says so of themselves.
    # These statements are answers about oneself and do not count as statements on public safety.
    attributes: dict[StrictStr, dict[int, StrictStr]] = Field(default_factory=dict)
    rejected: bool = False  # count comments that the moderators of the conversation rejected


class Config(_Frozen):
    """Everything in city.yml."""

    name: StrictStr = Field(min_length=1)
    state: StrictStr = ""
    title: StrictStr = "What people said about public safety"
    contact: StrictStr = ""
    language: Literal["en", "es"] = "en"
    questions: dict[Literal["a", "b"], StrictStr] = Field(default_factory=lambda: dict(STANDING_QUESTIONS))  # type: ignore[arg-type]
    guide: Guide = Guide()
    sources: tuple[TableSource | PolisSource, ...] = ()  # what is not a transcript of one session named in sessions.csv
    skip: tuple[StrictStr, ...] = ()  # files under transcripts/ that are left unread on purpose
    roles: Roles = Roles()
    plan: Plan = Plan()
    compare_by: tuple[StrictStr, ...] = ("neighborhood", "stakeholder_group")
    privacy: Privacy = Privacy()
    themes: Themes = Themes()
    school_of_analysis: Literal["codebook", "coding_reliability", "reflexive"] = "codebook"
    seed: NonNegativeInt = 20260401


@dataclass(frozen=True)
class City:
    """One jurisdiction: its settings, its sessions and where its files are."""

    key: str  # name of its folder
    folder: Path
    reports_folder: Path
    config: Config = field(repr=False)

    @classmethod
    def open(cls, key: str, data: Path | str = "data", reports: Path | str = "reports") -> City:
        """Read a city's configuration.

        Args:
            key: Name of its folder under `data`.
            data: Folder of all cities.
            reports: Folder that results go to.

        Raises:
            CityError: If there is no such city, or city.yml is not what it should be; lists every problem.
        """
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", key):
            raise CityError(
                Problem(
                    str(key) or "city",
                    "not the name of a city's folder (letters, digits, _ and -).",
                    "`peace-analysis list` shows the cities that there are.",
                )
            )
        folder = Path(data) / key
        if not (folder / CONFIG_NAME).is_file():
            raise CityError(
                Problem(
                    str(folder),
                    f"there is no {CONFIG_NAME} here.",
                    f"`peace-analysis list` shows the cities that there are; `peace-analysis new {key}` makes this one.",
                )
            )
        return cls(key, folder, Path(reports) / key, read_config(folder / CONFIG_NAME))

    # Where things are

    @property
    def transcripts_folder(self) -> Path:
        """Files as received (restricted)."""
        return self.folder / "transcripts"

    @property
    def derived_folder(self) -> Path:
        """What the stages make: anonymised, not committed."""
        return self.folder / "derived"

    @property
    def restricted_folder(self) -> Path:
        """Log of replacements and review queue: mode 0700, not committed."""
        return self.folder / "restricted"

    def path_inside(self, relative: str) -> Path:
        """Resolve a path that configuration names, refusing one that leaves the city's folder (also through a link).

        Raises:
            CityError: If the path is absolute or leads outside.
        """
        root = self.folder.resolve()
        path = (root / relative).resolve()
        if Path(relative).is_absolute() or not path.is_relative_to(root):
            raise CityError(
                Problem(
                    str(self.folder),
                    f"the path `{relative}` leads outside the city's folder.",
                    "Move the file into the folder and name it relative to that.",
                )
            )
        return path

    # Tables

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """One row per session: columns of `tables.SESSIONS`, then whatever else sessions.csv has.

        Raises:
            CityError: If sessions.csv is missing or not what it should be; lists every problem.
        """
        from peace_analysis.sessions import read_sessions

        return read_sessions(self)

    @cached_property
    def roster(self) -> pd.DataFrame:
        """Contents of participants.csv (restricted: real names in `speaker_label`); no rows where the city has none.

        Raises:
            CityError: If participants.csv is not what it should be; lists every problem.
        """
        from peace_analysis.sessions import read_roster

        return read_roster(self)

    def save_table(self, frame: pd.DataFrame, table: Table) -> pd.DataFrame:
        """Check a table and write it to derived/<name>.parquet, whole or not at all. Returns the checked table."""
        from peace_analysis.tables import check_table

        checked = check_table(frame, table)
        with write_whole(self.derived_folder / f"{table.name}.parquet", "wb") as file:
            checked.to_parquet(file, index=False)
        return checked

    def load_table(self, table: Table) -> pd.DataFrame:
        """Read derived/<name>.parquet and check it.

        Raises:
            CityError: If the stage that makes it has not run, or the file is damaged.
            TableError: If it is not what `tables.py` declares.
        """
        import pandas as pd

        from peace_analysis.tables import check_table

        path = self.derived_folder / f"{table.name}.parquet"
        if not path.is_file():
            raise CityError(Problem(str(path), "this table has not been made yet.", f"Run `peace-analysis run {self.key}`."))
        try:
            frame = pd.read_parquet(path)
        except (OSError, ValueError) as error:
            raise CityError(
                Problem(str(path), "the file is damaged.", f"Delete it and run `peace-analysis run {self.key}` again.")
            ) from error
        return check_table(frame, table)


def list_cities(data: Path | str = "data") -> list[str]:
    """Name the folders under `data` that hold a city.yml, in alphabetical order."""
    return sorted(path.parent.name for path in Path(data).glob(f"*/{CONFIG_NAME}"))


def read_config(path: Path) -> Config:
    """Read city.yml into a frozen `Config`.

    ruamel's YAML 1.2 keeps `no` a word and refuses a key given twice; strict strings in the model refuse a number where text is
    meant, so a leading zero is never lost silently.

    Raises:
        CityError: Lists every problem with its line: YAML syntax, unknown or repeated keys, wrong types and values.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CityError(Problem(str(path), "is not UTF-8 text.", "Save it as UTF-8.")) from error
    try:
        raw = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        what = (error.problem or "YAML syntax").splitlines()[0]
        raise CityError(
            Problem(str(path), f"{what}.", "Compare the line with `peace-analysis new`'s example.", mark.line + 1 if mark else None)
        ) from error
    except YAMLError as error:
        raise CityError(Problem(str(path), "is not YAML.", "Compare it with `peace-analysis new`'s example.")) from error
    if not isinstance(raw, dict):
        raise CityError(Problem(str(path), "holds no settings.", "`peace-analysis new` writes an example with every setting explained."))
    try:
        return Config.model_validate(_plain(raw))
    except ValidationError as error:
        raise CityError([_config_problem(path, raw, detail) for detail in error.errors()]) from error


def _plain(value: object) -> object:
    """Turn ruamel's containers and scalars into plain ones, so that pydantic's strict types see str, int, bool, list, dict."""
    if isinstance(value, dict):
        return {(str(key) if isinstance(key, str) else key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    for plain in (int, float, str):
        if isinstance(value, plain):
            return plain(value)
    return value


def _config_problem(path: Path, raw: object, detail: object) -> Problem:
    """Say one pydantic error in the terms of the file."""
    from difflib import get_close_matches

    assert isinstance(detail, dict)
    location = [part for part in detail["loc"] if part not in ("TableSource", "PolisSource", "[key]")]
    name = ".".join(str(part) for part in location) or "the file"
    line = _line_of(raw, location)
    if detail["type"] == "extra_forbidden":
        known = _known_keys(location[:-1])
        close = get_close_matches(str(location[-1]), known, n=1)
        hint = f"Did you mean `{close[0]}`?" if close else f"Known here: {', '.join(known)}." if known else "Delete it."
        return Problem(str(path), f"`{name}` is not a setting.", hint, line)
    if detail["type"] == "missing":
        return Problem(str(path), f"`{name}` is missing.", "Add it.", line)
    message = str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "string_type":
        message = "text is expected, and this reads as something else"
        return Problem(str(path), f"`{name}`: {message}.", 'Put it in quotes ("...").', line)
    return Problem(str(path), f"`{name}`: {message[:1].lower()}{message[1:]}.", "Correct the value.", line)


def _known_keys(location: list[object]) -> list[str]:
    model: type[BaseModel] = Config
    for part in location:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[str(part)].annotation if str(part) in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return sorted(model.model_fields)


def _line_of(raw: object, location: list[object]) -> int | None:
    """Line of the innermost part of `location` that the YAML document knows, from 1."""
    line, node = None, raw
    for part in location:
        marks = getattr(node, "lc", None)
        try:
            if marks is not None:
                line = (marks.key(part)[0] if isinstance(node, dict) else marks.item(part)[0]) + 1
            node = node[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            break
    return line


@contextmanager
def write_whole(path: Path, mode: Literal["w", "wb"] = "w", *, private: bool = False) -> Iterator[IO[str] | IO[bytes]]:
    """Open a file for writing so that readers see the old content or the new, never half.

    Writes to a temporary neighbour, flushes it to disk and renames it over `path` when the block ends well; an error or a kill leaves
    `path` as it was.

    Args:
        path: File to write; its folder is made if need be.
        mode: "w" for UTF-8 text with \\n line ends, "wb" for bytes.
        private: Only the owner may read the file (0600) and its folder (0700).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if private:
        path.parent.chmod(0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        opener: Callable[[], IO[str] | IO[bytes]] = (
            (lambda: os.fdopen(descriptor, "w", encoding="utf-8", newline="")) if mode == "w" else (lambda: os.fdopen(descriptor, "wb"))
        )
        with opener() as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else 0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
