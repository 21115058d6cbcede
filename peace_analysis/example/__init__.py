"""The commented folder that `peace-analysis new` writes."""

from __future__ import annotations

from pathlib import Path

from peace_analysis.city import CITY_KEY, CONFIG_NAME
from peace_analysis.errors import CityError, Problem
from peace_analysis.files import write_whole

_HERE = Path(__file__).resolve().parent
_FILES = (CONFIG_NAME, "sessions.csv", "participants.csv", "codebook.yml", "recommendations.yml", "README.md")


def make_city(key: str, data: Path) -> Path:
    """Write a commented folder for a new city.

    Args:
        key: Name of the folder.
        data: Folder of all cities.

    Returns:
        The new folder.

    Raises:
        CityError: If the name is not one, or there is something of that name already; nothing is overwritten.
    """
    folder = data / key
    if not CITY_KEY.fullmatch(key):
        raise CityError(Problem(key or "new", "not a name for a folder.", "Use up to 64 letters, digits, _ and -, such as port_salem."))
    if folder.exists():
        raise CityError(Problem(str(folder), "is there already.", "Choose another name, or edit what is there."))
    for name in _FILES:
        text = (_HERE / name).read_text(encoding="utf-8").replace("{{", "\0").replace("}}", "\1").replace("{key}", key)
        with write_whole(folder / name, private=True) as file:
            file.write(text.replace("\0", "{").replace("\1", "}"))
    (folder / "transcripts").mkdir(mode=0o700)
    return folder
