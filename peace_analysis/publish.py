"""Publishing a city's results: assembled in a temporary folder, moved into place whole."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis import __version__
from peace_analysis.files import hash_file
from peace_analysis.stages import STAGES, versions

if TYPE_CHECKING:
    from peace_analysis.anonymize.review import Review
    from peace_analysis.city import City

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def publish(city: City, state: dict[str, Any]) -> Path:
    """Put a city's results where readers find them.

    Args:
        city: The city; all its stages have been executed.
        state: Record of the stages, for build.json.

    Returns:
        The folder of results. Until the last moment it holds the earlier results, and afterwards the new ones: never a mixture.
    """
    from peace_analysis.disclosure.leaks import check_leaks
    from peace_analysis.exchange.review_files import read_review
    from peace_analysis.report.convert import notebook_to_html
    from peace_analysis.report.published import check_published

    with _replacing(city.reports_folder) as folder:
        review = read_review(city)
        draft = not review.complete  # nothing is final before a person has reviewed it
        executed = {stage.name: city.derived_folder / "notebooks" / stage.notebook for stage in STAGES}
        language = city.config.language
        report = notebook_to_html(
            _read_notebook(executed["report"]),
            title=city.config.title if city.config.name in city.config.title else f"{city.config.title}: {city.config.name}",
            language=language,
            draft=draft,
            audience="leaders",
        )
        (folder / "report.html").write_text(report, encoding="utf-8", newline="")
        for kind in ("tables", "figures"):
            source = city.derived_folder / "public" / kind
            if source.is_dir():
                shutil.copytree(source, folder / kind)
        (folder / "notebooks").mkdir()
        for stage in STAGES:
            path = executed[stage.name]
            shutil.copyfile(path, folder / "notebooks" / path.name)
            page = notebook_to_html(
                _read_notebook(path),
                title=f"{city.config.name}: {path.stem}",
                language=language,
                draft=draft,
                audience="researchers",
            )
            (folder / "notebooks" / f"{path.stem}.html").write_text(page, encoding="utf-8", newline="")
        build = describe_build(city, state, folder, review=review)
        _write_build(folder, build)  # before the search, which goes through it too
        build["gates"]["leaks"] = check_leaks(folder, city)
        build["gates"]["small_cells"] = check_published(folder, city)
        _write_build(folder, build)
    return city.reports_folder


def describe_build(city: City, state: dict[str, Any], folder: Path, *, review: Review) -> dict[str, Any]:
    """Say how the results in a folder were made: the content of build.json.

    Args:
        city: The city.
        state: Record of the stages.
        folder: Results, without build.json.
        review: How far a person's review has come.
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
        "draft": not review.complete,
        "versions": versions(),
        # Labels of speakers, names that must go and names of files can name people: they stay out.
        "parameters": city.config.model_dump(mode="json", exclude={"privacy": {"names"}, "roles": True, "sources": True, "skip": True}),
        "seed": city.config.seed,
        "model": json.loads(model.read_text(encoding="utf-8")) if model.is_file() else None,
        "inputs": {name: hash_file(city.folder / name) for name in ("city.yml", "sessions.csv", "participants.csv")}
        | {"transcripts": sorted(hash_file(path) for path in city.transcripts_folder.rglob("*") if path.is_file())},
        "utterances": totals,
        "utterances_by_session": accounting.to_dict("records"),
        "stages": {
            name: {key: value for key, value in record.items() if key not in ("fingerprint", "outputs", "remembered")}
            for name, record in state.items()
        },
        "fingerprints": {name: record["fingerprint"] for name, record in state.items()},
        "gates": {"review": _describe_review(review)},
        "files": {path.relative_to(folder).as_posix(): hash_file(path) for path in sorted(folder.rglob("*")) if path.is_file()},
    }


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


def _write_build(folder: Path, build: dict[str, Any]) -> None:
    (folder / "build.json").write_text(json.dumps(build, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="")


def _read_notebook(path: Path) -> Any:
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `target` when the block ends well; it is deleted otherwise."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    try:
        yield temporary
        temporary.chmod(0o755)
        if target.exists():
            _exchange(temporary, target)
        else:
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _exchange(new: Path, old: Path) -> None:
    """Swap two folders in one step where the system can (Linux), else by two renames with the old one put back on failure."""
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        swap = getattr(libc, "renameat2", None)
        if swap is not None and swap(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE) == 0:
            return
    aside = old.with_name(f".{old.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)
