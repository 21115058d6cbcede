"""Summary sheets of sessions, to take back to the people who were there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import InputError
from peace_analysis.exchange.coding_rounds import private_folder
from peace_analysis.exchange.member_checks import begin_member_checks
from peace_analysis.files import write_whole
from peace_analysis.workbench.books import require_current

if TYPE_CHECKING:
    from peace_analysis.city import City

SHEETS = "sheets"  # folder of the pages, in coding/private/


def write_sheets(city: City, folder: Path | None = None) -> tuple[list[Path], Path]:
    """Write one accessible HTML page per session from which there is a statement, in the session's language where there is a catalog.

    A page says DRAFT until the review of the removal of names is complete.

    Args:
        city: The city; it has been run.
        folder: Where to; by default `coding/private/sheets/` in the city's folder, which git ignores.

    Returns:
        The pages, and the file to write down what people say.

    Raises:
        CityError: If the city has to be run first.
    """
    from peace_analysis.report.brief_page import set_page
    from peace_analysis.report.material import gather
    from peace_analysis.report.session_sheet import session_sheet
    from peace_analysis.wording import _, speaking

    require_current(city)
    material = gather(city)
    target = folder or private_folder(city) / SHEETS
    draft = material.review is None or not material.review.complete
    heard = set(material.statements["session_id"])
    paths = []
    for row in material.sessions.itertuples():
        if row.session_id not in heard:
            continue
        language = _spoken(city, str(row.language))
        with speaking(language, city.folder):
            when = f", {row.date}" if isinstance(row.date, str) else ""
            page = set_page(
                _("What we heard from you"),
                f"{city.config.name}{when}",
                session_sheet(material, str(row.session_id)).markup,
                kind="plain",
                language=language,
                draft=draft,
            )
        paths.append(target / f"{row.session_id}.html")
        with write_whole(paths[-1], private=True) as file:
            file.write(page)
    if folder is None:
        os.chmod(private_folder(city), 0o700)  # noqa: PTH101 - made by write_whole with the sheets
    return paths, begin_member_checks(city)


def _spoken(city: City, language: str) -> str:
    """A session's language where there is a catalog for it, else the city's."""
    from peace_analysis.wording import find_catalog

    try:
        find_catalog(language, city.folder)
    except InputError:
        return city.config.language
    return language
