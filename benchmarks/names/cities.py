"""The sample cities' scripts, where every identifier is marked: spoken text that nothing was trained on."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from corpora import Marked

DATA = Path(__file__).parents[2] / "data"
_MARK = re.compile(r"\[\[([A-Z]+):(.*?)\]\]")
_ORIGINS = (
    ("African American", "african american|^black$"),
    ("Somali", "somali"),
    ("Hmong", "hmong"),
    ("Vietnamese", "vietnamese"),
    ("Chinese", "^chinese"),
    ("Nigerian", "nigerian|yoruba|igbo"),
    ("Ethiopian", "ethiopian|eritrean"),
    ("Haitian", "haitian|haitian"),
    ("Native American", "native|lakota|ojibwe|dakota|navajo|cheyenne|ho-chunk"),
    ("South Asian", "indian american|^indian|south indian|south asian|pakistani|nepali"),
    ("Arabic", "arab|lebanese|syrian|palestinian|egyptian"),
    ("Latino", "latin|mexican|puerto rican|chican|salvador|guatemal|colomb|peru"),
    ("Slavic", "ukrain|polish|russian|serbian|slavic"),
    ("Anglo", "^white|irish|italian"),
)


def read_cities() -> tuple[list[Marked], dict[str, set[str]]]:
    """Read the English sessions of both cities.

    Returns:
        Turns with NAME, PLACE, ORGANIZATION, KEEP ... marks, and by origin the names of the people on the rosters.
    """
    turns: list[Marked] = []
    names: dict[str, set[str]] = {}
    for city in sorted(path for path in DATA.iterdir() if (path / "truth" / "scripts").is_dir()):
        with (city / "sessions.csv").open(encoding="utf-8", newline="") as file:
            english = {row["session_id"] for row in csv.DictReader(file) if row.get("language", "en") in ("en", "")}
        for script in sorted((city / "truth" / "scripts").glob("*.txt")):
            if script.stem not in english:
                continue
            for line in script.read_text(encoding="utf-8").splitlines():
                fields = line.split(" | ", 4)
                if line.startswith("@") and len(fields) > 3:
                    whose = line.split(" | ")[3].strip().lower()
                    for origin, pattern in _ORIGINS:
                        if re.search(pattern, whose):
                            names.setdefault(origin, set()).update(fields[1].split())
                            break
                elif len(fields) == 5:
                    turns.append(_read_marks(fields[4], city.name))
    return turns, names


def _read_marks(line: str, source: str) -> Marked:
    text, end, spans = "", 0, []
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        spans.append((len(text), len(text) + len(match.group(2)), match.group(1)))
        text, end = text + match.group(2), match.end()
    return Marked(text + line[end:], tuple(spans), source)
