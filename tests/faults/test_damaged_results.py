"""What earlier runs left may be damaged: it is noticed and made anew, and never taken for sound."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from mutated import mutate
from read_formats import MARK

from peace_analysis.city import City
from peace_analysis.errors import CityError, TableError
from peace_analysis.files import clear_leftovers, hash_file, replace_folder, restore_folder, write_whole
from peace_analysis.pipeline import read_state
from peace_analysis.pipeline.publish import read_build
from peace_analysis.pipeline.stages import STAGES, is_current
from peace_analysis.restricted import SessionStore
from peace_analysis.settings import Config
from peace_analysis.tables import ACCOUNTING, TURNS, empty_table
from peace_analysis.themes import cache
from peace_analysis.themes_found import KEPT_NAME, load_found

TEXTS = ["the lamp is out", "they came late", "nobody listens"]


@pytest.fixture
def city(tmp_path: Path) -> City:
    place = City("town", tmp_path / "data" / "town", tmp_path / "reports" / "town", Config(name="Town"))
    place.derived_folder.mkdir(parents=True)
    place.restricted_folder.mkdir()
    return place


class Letters:
    """An encoder that counts letters, and the texts that it was asked for."""

    name = fingerprint = "letters"

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: list[str], progress: object = None) -> np.ndarray:
        self.asked += len(texts)
        return np.array([[text.count(letter) for letter in "abcdefgh"] for text in texts], dtype=np.float32).reshape(-1, 8)


def other_arrays(**changes: object) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        np.savez(
            path.open("wb"),
            **{name: change(arrays[name]) if callable(change) else change for name, change in {**arrays, **changes}.items()},
        )

    return write


CACHES: dict[str, Callable[[Path], None]] = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-40]) and None,
    "empty": lambda path: path.write_bytes(b"") and None,
    "words": lambda path: path.write_bytes(b"not an archive") and None,
    "one array": lambda path: np.save(path.open("wb"), np.zeros((3, 8), dtype=np.float16)),
    "not a number": other_arrays(vectors=lambda rows: rows * np.float16("nan")),
    "another type": other_arrays(vectors=lambda rows: rows.astype(np.float32)),
    "fewer columns": other_arrays(vectors=lambda rows: rows[:, :5].copy()),
    "fewer rows": other_arrays(vectors=lambda rows: rows[:1]),
    "other vectors": other_arrays(vectors=lambda rows: rows[::-1].copy()),
    "objects to be unpickled": other_arrays(vectors=np.array([{"a": 1}], dtype=object)),
}


@pytest.mark.parametrize("damage", CACHES)
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "embeddings.npz"
    expected = cache.embed_texts(TEXTS, Letters(), path)
    sound = path.read_bytes()
    CACHES[damage](path)
    encoder = Letters()
    assert (cache.embed_texts(TEXTS, encoder, path) == expected).all()
    assert encoder.asked == len(TEXTS)
    assert path.read_bytes() == sound


def test_a_cache_with_any_byte_changed_gives_the_same_vectors(tmp_path: Path) -> None:
    path, random = tmp_path / "embeddings.npz", Random(1)
    expected = cache.embed_texts(TEXTS, Letters(), path)
    sound = path.read_bytes()
    for _ in range(150):
        path.write_bytes(mutate(sound, ".npz", random))
        assert (cache.embed_texts(TEXTS, Letters(), path) == expected).all()


def test_sessions_that_are_kept_are_used_as_they_were_or_not_at_all(city: City) -> None:
    with SessionStore(city) as store:
        store["R01"] = {"fingerprint": "f", "statements": {"text": ["The lamp is out."], "turn": [3], "score": [0.25]}}
    path, random = city.restricted_folder / "sessions.json", Random(2)
    sound, kept = path.read_bytes(), dict(SessionStore(city))
    assert kept["R01"]["statements"]["turn"] == [3]
    for number in range(300):
        path.write_bytes(mutate(sound, ".json", random) if number else sound.replace(b"lamp", b"lamb"))
        assert dict(SessionStore(city)) in ({}, kept)


def test_a_damaged_table_is_refused_and_never_quoted(city: City) -> None:
    rows = [("R01", turn, f"R01-P0{turn % 9}", "participant", f"{MARK} said {turn}.", "a") for turn in range(1, 60)]
    frame = pd.DataFrame(rows, columns=["session_id", "turn", "speaker_id", "role", "text", "question"])
    city.save_table(frame[[column.name for column in TURNS.columns]], TURNS)
    path, random = city.derived_folder / "turns.parquet", Random(3)
    sound = path.read_bytes()
    n_refused = 0
    for number in range(200):
        path.write_bytes(mutate(sound, ".parquet", random) if number else b"")
        try:
            city.load_table(TURNS)
        except (CityError, TableError) as error:
            n_refused += 1
            assert MARK not in str(error)
    assert n_refused > 100
    frame.drop(columns="text").to_parquet(path)
    with pytest.raises(TableError, match="text"):
        city.load_table(TURNS)


JUNK = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"anonymize": []}',
    b'{"anonymize": {"fingerprint": 1}}',
    b'{"files": [], "pdf": 1}',
]
JUNK += [b'{"anonymize": {"fingerprint": "f", "outputs": {"a": 1}}}', b'{"fingerprints": null, "files": {}}', b'{"pdf": null}']


@pytest.mark.parametrize("content", JUNK, ids=range(len(JUNK)))
def test_a_damaged_record_of_what_was_done_counts_as_none(city: City, content: bytes) -> None:
    (city.derived_folder / "state.json").write_bytes(content)
    city.reports_folder.mkdir(parents=True)
    (city.reports_folder / "build.json").write_bytes(content)
    assert read_state(city) == {}
    build = read_build(city.reports_folder)
    assert all(isinstance(build.get(name, {}), dict) for name in ("files", "fingerprints", "pdf"))


def test_a_log_of_replacements_that_is_not_what_was_written_makes_its_stage_run_again(city: City) -> None:
    stage = STAGES[0]
    for name in stage.private:
        (city.restricted_folder / name).write_text("session_id,original\nR01,Maria\n", encoding="utf-8")
    city.save_table(empty_table(ACCOUNTING), ACCOUNTING)
    made = {"accounting.parquet": hash_file(city.derived_folder / "accounting.parquet")}
    private = {name: hash_file(city.restricted_folder / name) for name in stage.private}
    state = {stage.name: {"fingerprint": "f", "outputs": made, "private": private}}
    assert is_current(stage, city, state, "f")
    (city.restricted_folder / stage.private[0]).write_text("session_id,original\n", encoding="utf-8")  # the leak gate would miss Maria
    assert not is_current(stage, city, state, "f")


def test_what_the_explorer_kept_is_left_when_it_is_damaged(city: City) -> None:
    random = Random(4)
    for _ in range(100):
        (city.derived_folder / KEPT_NAME).write_bytes(mutate(b"PK\x03\x04" + random.randbytes(400), ".zip", random))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert load_found(city, pd.DataFrame({"statement_id": []})) is None


HOLD = """
import sys, time
from pathlib import Path
from peace_analysis.files import replace_folder, write_whole
with write_whole(Path(sys.argv[1]) / "state.json") as file, replace_folder(Path(sys.argv[1]) / "town") as folder:
    file.write("half"); (folder / "half.txt").write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


def test_what_a_kill_left_is_cleared_away_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "writing\n"
        assert clear_leftovers(tmp_path) == []
        assert len(list(tmp_path.glob(".*.part"))) == 2
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    (tmp_path / "notes.part").write_text("somebody's own", encoding="utf-8")
    assert len(clear_leftovers(tmp_path)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.part"]


def test_a_folder_that_a_kill_left_aside_is_put_back(tmp_path: Path) -> None:
    aside = tmp_path / ".town.old"
    aside.mkdir()
    (aside / "report.html").write_text("old", encoding="utf-8")
    restore_folder(tmp_path / "town")
    assert (tmp_path / "town" / "report.html").read_text(encoding="utf-8") == "old"
    aside.mkdir()  # and where the new results are in place, the old ones go
    restore_folder(tmp_path / "town")
    assert [path.name for path in tmp_path.iterdir()] == ["town"]


def test_a_write_that_fails_leaves_the_old_and_no_trace(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("old", encoding="utf-8")
    (tmp_path / "town").mkdir()
    with pytest.raises(OSError, match="full"), write_whole(tmp_path / "a.json") as file:
        file.write(json.dumps([1]))
        raise OSError("full")
    with pytest.raises(OSError, match="full"), replace_folder(tmp_path / "town"):
        raise OSError("full")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "town"]
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "old"
