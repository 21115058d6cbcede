"""Errors that nobody thought of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from peace_analysis.pipeline.foreign import keep_foreign_error


def test_what_a_foreign_error_says_stays_where_only_the_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "riverton"
    try:
        raise ValueError("could not convert string to float: 'they hit my brother'")
    except ValueError as error:
        told = keep_foreign_error(error, folder, "groups")
    assert "brother" not in told
    assert told.startswith("riverton: stage groups ended with ValueError.")
    path = folder / "restricted" / "run" / "error.txt"
    assert "they hit my brother" in path.read_text(encoding="utf-8")
    day = date.fromisoformat((folder / "restricted" / "delete_by.txt").read_text(encoding="utf-8").strip())
    assert day > datetime.now(UTC).date()  # else the next run would refuse what nobody knows how long to keep
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_where_nothing_can_be_written_the_kind_is_told_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "riverton").write_text("a file where a folder should be", encoding="utf-8")
    told = keep_foreign_error(KeyError("secret"), tmp_path / "riverton")
    assert told.startswith("riverton: its run ended with KeyError. Its details could not be written")
    assert "secret" not in told
