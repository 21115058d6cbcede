"""Small files and cities that the reader tests write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from peace_analysis.city import City
from peace_analysis.transcripts import read_file

Said = list[tuple[str | None, str]]


@pytest.fixture
def said(tmp_path: Path) -> Callable[[str, str | bytes], Said]:
    """Write a file and read it: (speaker, words) of each row."""

    def read(name: str, content: str | bytes) -> Said:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        frame = read_file(path)
        return [
            (speaker if isinstance(speaker, str) else None, text) for speaker, text in zip(frame["speaker"], frame["text"], strict=True)
        ]

    return read


@pytest.fixture
def city_with(tmp_path: Path) -> Callable[..., City]:
    """Write a city's folder: sessions R01 and R02, files by path, more of city.yml."""

    def make(files: dict[str, str | bytes], settings: str = "", sessions: str = "", extra_columns: str = "") -> City:
        folder = tmp_path / "data" / "rivertown"
        (folder / "transcripts").mkdir(parents=True, exist_ok=True)
        (folder / "city.yml").write_text(f"name: Rivertown\n{settings}")
        header = f"session_id,date,mode,language,neighborhood,stakeholder_group,n_attended{extra_columns}\n"
        rows = sessions or "R01,2026-03-02,virtual,en,Eastgate,Residents,3\nR02,2026-03-09,in_person,en,Harbor,Youth,3\n"
        (folder / "sessions.csv").write_text(header + rows)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return City.open("rivertown", tmp_path / "data")

    return make
