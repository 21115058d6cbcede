"""The site of a comparison: the notebook executed, its page and tables, looked at by every gate, put in place whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from peace_analysis import __version__
from peace_analysis.across.over_cities import COMMON
from peace_analysis.city import City, find_data, find_reports
from peace_analysis.files import hash_file, replace_folder
from peace_analysis.wording import _, marked, speaking

if TYPE_CHECKING:
    from peace_analysis.cities.gathered import Comparison

NOTEBOOK, WAVES_NOTEBOOK = "cities.ipynb", "waves.ipynb"  # of several cities; of waves of one
SITE_NAME = "_cities"  # no city's key begins like this
TITLE = marked("What people said about public safety, city by city")


@dataclass(frozen=True)
class Site:
    """What was published."""

    report: Path
    draft: bool
    n_themes: int
    n_common: int


def compare_cities(
    keys: Sequence[str], *, waves: str = "", out: Path | None = None, data: Path | None = None, reports: Path | None = None
) -> Site:
    """Compare cities, and publish what comes of it.

    Args:
        keys: Cities, all of them run and up to date; one is enough where waves are compared.
        waves: First day of the second wave, or the column of every sessions.csv that holds the waves.
        out: Folder of the site; `reports/_cities` where it is left out. It is replaced whole, or left as it was.
        data: Folder of all cities.
        reports: Folder with their results.

    Returns:
        Where the page is, and whether it is a draft: it is none only where every city's results have been released as they are.

    Raises:
        InputError: If cities are not there, not up to date or cannot be compared; names every problem.
        ReleaseError: If a small count could be worked out from the site together with a city's own report.
        LeakError: If a name of any of the cities can be read in the site.

    Waves that were published are remembered in each city's folder: another cut of them is an InputError afterwards. Joint themes that were
    counted are remembered there too: later comparisons, with other cities, are attacked together with them.

    Examples:
        >>> from peace_analysis import cities
        >>> cities.compare_cities(["riverton", "port_salem"]).report  # needs cities that have been run  # doctest: +SKIP
    """
    from peace_analysis.cities.gate import check_site, check_site_leaks
    from peace_analysis.cities.gathered import gather, open_current
    from peace_analysis.pipeline.publish import write_build

    data = (find_data() if data is None else data).resolve()
    reports = (find_reports(data) if reports is None else reports).resolve()
    target = reports / SITE_NAME if out is None else out.resolve()
    places = tuple(open_current(sorted(set(keys)), data, reports))
    _refuse_place(target, places)
    compared = gather(list(keys), waves=waves, data=data, reports=reports)
    with replace_folder(target) as folder:
        node = _execute(places, waves, folder, data, reports)
        _write_pages(node, folder, compared)
        build = _describe(compared, folder)
        write_build(folder, build)
        build["gates"] = {"small_cells": check_site(folder, compared), "leaks": check_site_leaks(folder, places)}
        write_build(folder, build)
    _remember_waves(compared)
    _remember_themes(compared)
    n_common = int((compared.over["where"] == COMMON).sum())
    return Site(target / "report.html", compared.draft, len(compared.over), n_common)


def _remember_waves(compared: Comparison) -> None:
    """Note in the folder of each city how its waves were cut, now that their counts are out."""
    from peace_analysis.across import mark_waves
    from peace_analysis.cities.wave_memory import remember_cut

    shown = set(compared.changes["city"])
    for place, city in zip(compared.places, compared.cities, strict=True):
        if city.name in shown:
            remember_cut(place, mark_waves(city.sessions, compared.waves), compared.waves)


def _remember_themes(compared: Comparison) -> None:
    """Note in the folder of each city which joint themes have been counted in it, now that the counts are out."""
    from peace_analysis.cities.theme_memory import remember_told

    if compared.joint is not None:
        for place, city in zip(compared.places, compared.cities, strict=True):
            remember_told(place, city, compared.joint, compared.shares)


def _refuse_place(target: Path, places: Sequence[City]) -> None:
    """Refuse a folder that holds something else than an earlier comparison: it would be replaced."""
    from peace_analysis.errors import InputError, Problem
    from peace_analysis.pipeline.publish import read_build

    taken = target.exists() and (not target.is_dir() or (any(target.iterdir()) and "cities" not in read_build(target)))
    inside = any(target == folder or target in folder.parents for place in places for folder in (place.folder, place.reports_folder))
    if taken or inside:
        said = "holds something else than an earlier comparison, and would be replaced whole."
        raise InputError(Problem(str(target), said, "Name a new folder with --out."))


def _execute(places: Sequence[City], waves: str, folder: Path, data: Path, reports: Path) -> Any:
    """Execute the notebook, which writes tables and figures into the folder; give it as it may be published."""
    from peace_analysis.pipeline.execute import Kernels, execute_notebook
    from peace_analysis.pipeline.stages import notebooks_folder
    from peace_analysis.report.clean import clean_notebook

    environment = {"PEACE_ANALYSIS_DATA": str(data), "PEACE_ANALYSIS_REPORTS": str(reports)}
    parameters = {"city": " ".join(place.key for place in places), "waves": waves, "out": str(folder)}
    name = notebook_of(places)
    raw = places[0].restricted_folder / "run" / name  # a traceback may quote people
    with TemporaryDirectory(prefix="peace-analysis-") as scratch, Kernels(environment, notebooks_folder(), Path(scratch)) as kernels:
        node = execute_notebook(notebooks_folder() / name, raw, parameters, kernels, "words")
    raw.unlink(missing_ok=True)
    return clean_notebook(node)


def notebook_of(places: Sequence[City]) -> str:
    """File name of the notebook that a comparison of these cities is made by."""
    return NOTEBOOK if len(places) > 1 else WAVES_NOTEBOOK


def _write_pages(node: Any, folder: Path, compared: Comparison) -> None:
    import nbformat

    from peace_analysis.report.convert import notebook_to_html

    (folder / "notebooks").mkdir()
    language, draft, name = compared.language, compared.draft, notebook_of(compared.places)
    nbformat.write(node, folder / "notebooks" / name)  # type: ignore[no-untyped-call]
    with speaking(language):
        title = _(TITLE) if name == NOTEBOOK else _("What changed between waves of sessions in {city}", city=compared.cities[0].name)
        page = notebook_to_html(node, title=title, language=language, draft=draft, audience="leaders")
        (folder / "report.html").write_text(page, encoding="utf-8", newline="")
        stem = Path(name).stem
        inner = notebook_to_html(node, title=stem, language=language, draft=draft, audience="researchers", content_language=language)
        (folder / "notebooks" / f"{stem}.html").write_text(inner, encoding="utf-8", newline="")


def _describe(compared: Comparison, folder: Path) -> dict[str, Any]:
    """Say how the site was made: the content of build.json, its gates aside."""
    from peace_analysis.pipeline.publish import read_build
    from peace_analysis.pipeline.stages import notebooks_folder, versions

    builds = {place.key: read_build(place.reports_folder) for place in compared.places}
    return {
        "project": "peace_analysis",
        "version": __version__,
        "cities": {
            key: {name: build.get(name) for name in ("published", "draft", "fingerprints", "model", "seed")}
            | {"tables": {file: digest for file, digest in build.get("files", {}).items() if file.startswith("tables/")}}
            for key, build in builds.items()
        },
        "published": datetime.now(UTC).isoformat(timespec="seconds"),
        "draft": compared.draft,
        "parameters": {"waves": compared.waves},
        "seed": compared.seed,
        "versions": versions(),
        "notebook": hash_file(notebooks_folder() / notebook_of(compared.places)),
        "language": compared.language,
        "files": {path.relative_to(folder).as_posix(): hash_file(path) for path in sorted(folder.rglob("*")) if path.is_file()},
    }
