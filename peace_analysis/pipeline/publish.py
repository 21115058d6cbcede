"""Publishing a city's results: assembled in a temporary folder, moved into place whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis import __version__
from peace_analysis.files import hash_file, replace_folder
from peace_analysis.pipeline.stages import STAGES, stages_of, versions
from peace_analysis.tables import PARTICIPANTS
from peace_analysis.wording import SOURCE_LANGUAGE, _, speaking

if TYPE_CHECKING:
    from peace_analysis.anonymize.review import Review
    from peace_analysis.city import City
    from peace_analysis.pipeline.stages import Stage

REPORT_NAME = "report.html"
PRIVATE_INPUTS = "sessions, participants and transcripts"


def publish(city: City, state: dict[str, Any], confirm: Callable[[], None] = lambda: None) -> Path:
    """Put a city's results where readers find them, as a DRAFT: only a release (`peace_analysis.release`) is none.

    Args:
        city: The city; all its stages have been executed.
        state: Record of the stages, for build.json.
        confirm: Called at the last moment; what it raises leaves the earlier results in place.

    Returns:
        The folder of results. Until the last moment it holds the earlier results, and afterwards the new ones: never a mixture.

    Raises:
        LeakError: If an identifier can be read in what was to be published.
        ReleaseError: If a small count can be worked out from its tables.
    """
    from peace_analysis.disclosure.leaks import check_leaks
    from peace_analysis.report.published import check_published

    with replace_folder(city.reports_folder) as folder:
        build = assemble(city, state, folder, draft=True)
        build["gates"]["leaks"] = check_leaks(folder, city)
        build["gates"]["small_cells"] = check_published(folder, city)
        write_build(folder, build)
        confirm()
    return city.reports_folder


def assemble(city: City, state: dict[str, Any], folder: Path, *, draft: bool) -> dict[str, Any]:
    """Write all that is published of a city into an empty folder; no gate has looked at it yet.

    Args:
        city: The city; all its stages have been executed.
        state: Record of the stages.
        folder: Where to.
        draft: Every page says DRAFT.

    Returns:
        What build.json holds; its gates are to be added.
    """
    from peace_analysis.exchange.review_files import read_review

    write_pages(city, folder, draft=draft)
    for kind in ("tables", "figures"):
        source = city.derived_folder / "public" / kind
        if source.is_dir():
            shutil.copytree(source, folder / kind)
    printed = print_reports(city, folder)
    build = describe_build(city, state, folder, review=read_review(city), draft=draft) | {"pdf": printed}
    write_build(folder, build)  # the search for leaks goes through it too
    return build


def write_pages(city: City, folder: Path, *, draft: bool) -> None:
    """Set the report, the briefs and the researchers' notebooks as pages, and copy the notebooks.

    Args:
        city: The city; all its stages have been executed.
        folder: Where to.
        draft: Every page says DRAFT.
    """
    from peace_analysis.report.brief import read_briefs
    from peace_analysis.report.brief_page import brief_to_html

    (folder / "notebooks").mkdir()
    with speaking(city.config.language, city.folder):
        for stage in stages_of(city):
            _write_notebook(city, folder, stage, draft=draft)
        for brief in read_briefs(city):
            (folder / "briefs").mkdir(exist_ok=True)
            page = brief_to_html(brief, language=city.config.language, draft=draft, contact=city.config.contact)
            (folder / "briefs" / f"{brief.slug}.html").write_text(page, encoding="utf-8", newline="")


def _write_notebook(city: City, folder: Path, stage: Stage, *, draft: bool) -> None:
    """Set one notebook as a page for researchers, and the report's as a page for leaders as well; copy the notebook."""
    from peace_analysis.report.convert import notebook_to_html

    config = city.config
    path = city.derived_folder / "notebooks" / stage.notebook
    node = _read_notebook(path)
    shutil.copyfile(path, folder / "notebooks" / path.name)
    title = f"{config.name}: {path.stem}"
    is_report = stage is STAGES[-1]
    content = config.language if is_report else SOURCE_LANGUAGE  # only the report's notebook writes in the city's language
    page = notebook_to_html(node, title=title, language=config.language, draft=draft, audience="researchers", content_language=content)
    (folder / "notebooks" / f"{path.stem}.html").write_text(page, encoding="utf-8", newline="")
    if is_report:
        said = config.labels_in(config.language).get(config.title) or _(config.title)
        title = said if config.name in said else f"{said}: {config.name}"
        page = notebook_to_html(node, title=title, language=config.language, draft=draft, audience="leaders")
        (folder / REPORT_NAME).write_text(page, encoding="utf-8", newline="")


def print_reports(city: City, folder: Path) -> dict[str, Any]:
    """Print the report and the briefs of a folder as PDFs beside them, as far as the results before have not printed the same already.

    Printing takes seconds a page, and the same page, printed by the same version of the same program, gives the same bytes.

    Args:
        city: The city; its results before are looked at, and its setting `pdf`.
        folder: With report.html, and briefs/ where there are any.

    Returns:
        For build.json: the printer (none where there was none), a digest of each page printed, and what went wrong. A run does not fail
        for want of a printer.
    """
    from peace_analysis.report.pdf import HOW_TO_GET_ONE, PrintError, find_printer, print_pages

    printer = find_printer(city.config.pdf)
    if printer is None:
        return {"printer": None, "printed": {}, "note": None if city.config.pdf == "off" else HOW_TO_GET_ONE.replace("CITY", city.key)}
    pages = [folder / REPORT_NAME, *sorted((folder / "briefs").glob("*.html"))]
    printed = {page.with_suffix(".pdf").relative_to(folder).as_posix(): hash_file(page) for page in pages}
    before = read_build(city.reports_folder)
    known: dict[str, str] = (before.get("pdf") or {}).get("printed", {}) if (before.get("pdf") or {}).get("printer") == str(printer) else {}
    wanted = {}
    for page, (name, digest) in zip(pages, printed.items(), strict=True):
        old = city.reports_folder / name
        if known.get(name) == digest and (kept := hash_file(old)) and kept == before.get("files", {}).get(name):
            shutil.copyfile(old, folder / name)
        else:
            wanted[page] = folder / name
    try:
        print_pages(wanted, printer)
    except PrintError as error:
        for name in printed:
            (folder / name).unlink(missing_ok=True)
        return {"printer": str(printer), "printed": {}, "note": f"no PDF was made. {error}"}
    return {"printer": str(printer), "printed": printed, "note": None}


def describe_build(city: City, state: dict[str, Any], folder: Path, *, review: Review, draft: bool) -> dict[str, Any]:
    """Say how the results in a folder were made: the content of build.json.

    Args:
        city: The city.
        state: Record of the stages.
        folder: Results, without build.json.
        review: How far a person's review has come.
        draft: Every page says DRAFT.
    """
    import pandas as pd

    accounting = pd.read_parquet(city.derived_folder / "accounting.parquet")
    totals = {name: int(total) for name, total in accounting.drop(columns="session_id").sum().items()}
    model = city.derived_folder / "model.json"
    return {
        "project": "peace_analysis",
        "version": __version__,
        "city": city.key,
        "published": datetime.now(UTC).isoformat(timespec="seconds"),
        "draft": draft,
        "versions": versions(),
        # Labels of speakers, names that must go and names of files can name people: they stay out.
        "parameters": city.config.model_dump(mode="json", exclude={"privacy": {"names"}, "roles": True, "sources": True, "skip": True}),
        "seed": city.config.seed,
        "model": json.loads(model.read_text(encoding="utf-8")) if model.is_file() else None,
        "inputs": {"city.yml": hash_file(city.folder / "city.yml"), PRIVATE_INPUTS: _hash_private_inputs(city)},
        "utterances": totals,
        "stages": {
            name: {key: _told(value) for key, value in record.items() if key not in ("fingerprint", "outputs", "remembered", "private")}
            for name, record in state.items()
        },
        "fingerprints": {name: record["fingerprint"] for name, record in state.items()},
        "gates": {"review": _describe_review(review)},
        "files": {path.relative_to(folder).as_posix(): hash_file(path) for path in sorted(folder.rglob("*")) if path.is_file()},
    }


def _hash_private_inputs(city: City) -> str:
    """Hash of all that tells of people, together: whoever knew a file but for one cell could try values against a hash of that file."""
    tables = (hash_file(city.folder / name) for name in ("sessions.csv", "participants.csv"))
    transcripts = sorted(hash_file(path) for path in city.transcripts_folder.rglob("*") if path.is_file())
    return hashlib.sha256("\n".join([*tables, *transcripts]).encode()).hexdigest()


def _told(value: Any) -> Any:
    """Rows of tables without the number of participants: beside the people that shares are of it tells who was not understood."""
    return {name: rows for name, rows in value.items() if name != PARTICIPANTS.name} if isinstance(value, dict) else value


def _describe_review(review: Review) -> dict[str, Any]:
    return {
        "complete": review.complete,
        "reviewers": list(review.reviewers),
        "last": review.signed[-1].day if review.signed else None,
        "statements": review.n_statements,
        "read": review.n_read,
        "missed": review.n_missed,
        "bound": round(review.bound, 4),
        "bound_asked": review.asked,
        "unread": len(review.unread),
        "undecided": review.n_doubts,
    }


def write_build(folder: Path, build: dict[str, Any]) -> None:
    """Write build.json."""
    (folder / "build.json").write_text(json.dumps(build, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="")


def read_build(folder: Path) -> dict[str, Any]:
    """Read build.json of a folder of results; nothing where it is missing or damaged."""
    try:
        build = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    parts = [build.get(name, {}) for name in ("files", "fingerprints", "pdf")] if isinstance(build, dict) else [None]
    return build if all(isinstance(part, dict) for part in parts) else {}


def _read_notebook(path: Path) -> Any:
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
