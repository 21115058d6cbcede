"""A room imports only from the rooms above it, in the order of the design."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SHARED = (
    "tables",
    "tables_policy",
    "table_checks",
    "city",
    "city_file",
    "sessions",
    "population",
    "boundaries",
    "settings",
    "errors",
    "files",
    "code",
    "wording",
    "yaml_file",
    "notebook_view",
)  # what all rooms stand on
ROOMS = (
    "models",
    "transcripts",
    "anonymize",
    "themes",
    "groups",
    "coding",
    "disclosure",
    "policy",
    "surveys",
    "recommendations",
    "across",
    "charts",
)
LAST = ("report", "exchange")  # these may use all rooms
# Known to lean on what comes after them, one each; nothing may be added here.
EXCEPTIONS = {
    ("sessions", "transcripts"),  # `transcripts.encoding` reads sessions.csv as it reads captions
    ("disclosure", "pipeline"),  # the leak gate asks where the stages keep their tables
}


def imported_rooms(source: str) -> set[str]:
    """Rooms of this package that a module imports from, at its head or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""] if node.module != "peace_analysis" else [f"peace_analysis.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("peace_analysis.")}
    return found


def room_of(path: Path, package: Path) -> str:
    return path.relative_to(package).with_suffix("").parts[0]


def allowed(room: str) -> set[str]:
    if room in SHARED:
        return set(SHARED)
    if room in ROOMS:
        return {*SHARED, *ROOMS[: ROOMS.index(room) + 1]}
    return {*SHARED, *ROOMS, *LAST}


def test_a_room_imports_only_from_rooms_above_it(root: Path) -> None:
    package = root / "peace_analysis"
    wrong = []
    for path in sorted(package.rglob("*.py")):
        room = room_of(path, package)
        if room not in (*SHARED, *ROOMS, *LAST):
            continue
        below = imported_rooms(path.read_text(encoding="utf-8")) - allowed(room)
        wrong += [f"{path.relative_to(root)} imports {other}" for other in sorted(below) if (room, other) not in EXCEPTIONS]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "rooms"),
    [
        ("from peace_analysis.themes.embed import x", {"themes"}),
        ("import peace_analysis.charts", {"charts"}),
        ("from peace_analysis import report, errors", {"report", "errors"}),
        ("def f():\n    from peace_analysis.groups import y", {"groups"}),
        ("import json\nfrom pathlib import Path", set()),
    ],
)
def test_imports_are_seen_wherever_they_stand(source: str, rooms: set[str]) -> None:
    assert imported_rooms(source) == rooms


def test_the_order_is_that_of_the_design() -> None:
    assert "themes" not in allowed("anonymize")
    assert "models" in allowed("anonymize")
    assert "themes" in allowed("report")
