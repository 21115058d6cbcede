"""Tables and figures as files that anybody may open: deterministic, and with nothing that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.labels import clean_text
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    from peace_analysis.charts import Figure
    from peace_analysis.city import City

DECIMALS = 4  # of floats in public tables: a hundredth of a percent
FORMULA = re.compile(r"[\s\x00]*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")  # also the full-width forms, which spreadsheets read as well
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


def neutralise_csv(frame: pd.DataFrame) -> pd.DataFrame:
    """Copy a frame so that a spreadsheet shows its text as text: a cell (or header) that starts like a formula gets an apostrophe.

    Starts like a formula: = + - @ tab or carriage return, also behind blanks. Control characters are replaced.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import report
        >>> report.neutralise_csv(pd.DataFrame({"text": ["=1+1", "plain"]}))["text"].tolist()
        ["'=1+1", 'plain']
    """
    clean = frame.copy()
    for position, name in enumerate(frame.columns):
        if not pd.api.types.is_numeric_dtype(frame[name]) or frame[name].dtype == object:
            clean.isetitem(position, [neutralise_text(value) if isinstance(value, str) else value for value in frame[name]])
    clean.columns = pd.Index([neutralise_text(str(name)) for name in frame.columns])
    return clean


def neutralise_text(text: str) -> str:
    """Text as a cell of a public table shows it: see `neutralise_csv`."""
    starts = FORMULA.match(text) is not None
    shown = clean_text(text, lines=True)
    return f"'{shown}" if starts or FORMULA.match(shown) else shown


def write_public_table(frame: pd.DataFrame, path: Path) -> Path:
    """Write a frame as CSV: UTF-8, \\n line ends, floats with at most four decimals, formulas neutralised, whole or not at all.

    Args:
        frame: What to write, masked already.
        path: Where to; its folder is made if need be.

    Returns:
        The path.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> import pandas as pd
        >>> from peace_analysis import report
        >>> with TemporaryDirectory() as folder:
        ...     path = report.write_public_table(pd.DataFrame({"text": ["=1+1"]}), Path(folder) / "table.csv")
        ...     print(path.read_text(encoding="utf-8"))
        text
        '=1+1
    """
    rounded = frame.copy()
    for position, name in enumerate(frame.columns):
        if pd.api.types.is_float_dtype(frame[name]):
            rounded.isetitem(position, (frame[name].round(DECIMALS) + 0.0).array)  # no -0.0
    with write_whole(Path(path), "w") as file:
        file.write(neutralise_csv(rounded).to_csv(index=False, lineterminator="\n"))
    return Path(path)


def save_public(place: City, name: str, frame: pd.DataFrame) -> Path:
    """Write a table of the report to the city's public tables.

    Args:
        place: The city.
        name: File name without ending: lower-case letters, digits, _ and -.
        frame: What to write, masked already.

    Raises:
        ValueError: If `name` is not such a name.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.save_public(place, "themes", material.themes)  # doctest: +SKIP
    """
    if not SAFE_NAME.fullmatch(name):
        raise ValueError("a table's file name is made of lower-case letters, digits, _ and -")
    return write_public_table(frame, place.derived_folder / "public" / "tables" / f"{name}.csv")


def remove_others(folder: Path, names: Collection[str]) -> list[Path]:
    """Remove the public files of earlier runs: theirs are other numbers on the same people, which nothing has masked with these.

    Args:
        folder: Of public tables or figures.
        names: Of this run's, without endings.

    Returns:
        The files that are left.
    """
    left = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.stem in names:
            left.append(path)
        else:
            path.unlink()
    return left


def save_figure(place: City, name: str, figure: Figure) -> Figure:
    """Write a figure of the report to the city's public figures (svg, png, alt text) and hand it on.

    Raises:
        ValueError: If `name` is not a file name of lower-case letters, digits, _ and -.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import charts
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.save_figure(place, "themes", charts.theme_overview(material.themes))  # doctest: +SKIP
    """
    figure.save(place.derived_folder / "public" / "figures", name)
    return figure
