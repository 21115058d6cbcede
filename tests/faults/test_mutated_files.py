"""Whatever happens to a file that people hand in: it is read, or refused with our own error, soon, and without anybody's words."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from mutated import mutate
from read_formats import FORMATS, MARK, Format

from peace_analysis.errors import InputError

FEW, MANY = 40, 1_000
LONGEST_SECONDS = 60  # of one reading; a slow machine is no fault, a file that is never done is one
PIECES = {MARK[at : at + 6].casefold() for at in range(len(MARK) - 5)}
MAIN = ("transcript", "city", "sessions", "participants", "population", "neighborhoods", "codebook", "recommendations", "policy", "survey")


@contextmanager
def limited(what: str) -> Iterator[None]:
    def stop(*_: object) -> None:
        pytest.fail(f"{what}: not done after {LONGEST_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_mutations(form: Format, folder: Path, numbers: range) -> int:
    """Read a file in as many damaged forms as there are numbers; gives how many were refused."""
    path = form.build(folder)
    sound = path.read_bytes()
    n_refused = 0
    for number in numbers:
        what = f"{form.name}, mutation {number}"
        with limited(what), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of the library that packs two parts under one name
            path.write_bytes(mutate(sound, path.suffix, Random(f"{form.name} {number}")))
            try:
                told = [str(problem) for problem in form.read(path)]
            except InputError as error:
                told = [str(problem) for problem in error.problems]
                assert told, what
            except Exception as error:
                raise AssertionError(f"{what}: {type(error).__name__}") from error
        n_refused += bool(told)
        if form.holds_words:
            assert not [piece for message in told for piece in PIECES if piece in message.casefold()], what
    return n_refused


def is_told_of_when_sound(form: Format, folder: Path) -> bool:
    """Whether something is wrong with the sample itself: a policy's tables cite sections of versions that it leaves out."""
    return "policy" in form.name and bool(list(form.read(form.build(folder / "sound"))))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_sound_sample_is_read(form: Format, tmp_path: Path) -> None:
    read = list(form.read(form.build(tmp_path)))
    assert not read or is_told_of_when_sound(form, tmp_path)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_damaged_file_is_read_or_refused(form: Format, tmp_path: Path) -> None:
    read_mutations(form, tmp_path, range(FEW if form.name.startswith(MAIN) else FEW // 2))


@pytest.mark.faults
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_file_damaged_in_a_thousand_ways_is_read_or_refused(form: Format, tmp_path: Path) -> None:
    n_refused = read_mutations(form, tmp_path, range(FEW, FEW + MANY))
    assert n_refused > 0
    assert n_refused < MANY or is_told_of_when_sound(form, tmp_path)
