"""The few exceptions a user meets.

Every message says where, what was found, what was expected and what to do. None of them ever quotes what a participant said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a city's input."""

    file: str
    message: str  # what was found and what was expected; ends with a full stop
    remedy: str  # what to do; ends with a full stop
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}: line {self.line}" if self.line is not None else self.file
        return f"{place}: {self.message} {self.remedy}"


class PeaceAnalysisError(Exception):
    """Base of all errors that the command line shows without a traceback; exit code 2."""

    def __reduce__(self) -> tuple[Callable[..., PeaceAnalysisError], tuple[type[PeaceAnalysisError], str, dict[str, Any]]]:
        # By itself an error is made again of its message alone, which those that take more than a message cannot be.
        return _restore_error, (type(self), str(self), dict(self.__dict__))


def _restore_error(kind: type[PeaceAnalysisError], message: str, kept: dict[str, Any]) -> PeaceAnalysisError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    error.__dict__.update(kept)
    return error


class InputError(PeaceAnalysisError):
    """Bad input: carries every problem that was found, not just the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TranscriptError(InputError):
    """A source file that cannot be read as what it claims to be."""


class CityError(InputError):
    """A city's folder or configuration that does not hold together."""


class TableError(PeaceAnalysisError):
    """A table that breaks its contract on the way from one room to another. Never quotes cell values."""


class ModelError(PeaceAnalysisError):
    """A model on disk that is missing or not the one that was expected."""


class StageError(PeaceAnalysisError):
    """A stage of a run that failed; names the stage, the notebook and where the log is."""


class ClusterError(PeaceAnalysisError):
    """Workers that cannot do what is asked of them: too different from each other, out of reach, or without the city's files."""


class LeakError(PeaceAnalysisError):
    """An identifier in what was to be published: the earlier results stay. Names files and places, never the words."""

    def __init__(self, city: str, places: Iterable[str], listed: Path | None = None, n_words: int = 0) -> None:
        self.places = list(places)
        shown = [f"  {place}" for place in self.places[:MOST_PLACES]]
        if len(self.places) > MOST_PLACES:
            shown.append(f"  ... and {len(self.places) - MOST_PLACES} more")
        head = f"{city}: nothing was published. An identifier that was found or listed stands in, or a search was impossible of:"
        told = "1 word or number is" if n_words == 1 else f"{n_words} words and numbers are"
        remedy = (f"{told} listed, with the text around, for you to decide: {listed}\n" if listed else "") + (
            "A name that must go: add it to `privacy: {names: [...]}` in city.yml, or correct the file that people wrote.\n"
            "A word that identifies nobody here (a park, a street at issue): add it to `privacy: {keep: [...]}`.\n"
            f"Then run `peace-analysis run {city}` again. The earlier results are as they were."
        )
        super().__init__("\n".join([head, *shown, remedy]))


MOST_PLACES = 30
