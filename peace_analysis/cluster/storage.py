"""Folders of cities that are not folders: an object store, through fsspec.

A city is brought to a private folder of the worker whole, run there and brought back whole. An object store renames no folder, so that
results go into a folder of their own, and one small file, `current.json`, says which folder counts. It is written last: whoever follows
it sees the earlier results or the new, never a mixture. What stages make goes back file by file, `state.json` last; where that is cut
off, hashes do not fit and the next run makes it again.

A mounted file system needs none of this and is used as it is.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from peace_analysis.city import CITY_KEY, CONFIG_NAME
from peace_analysis.cluster.orders import Order
from peace_analysis.custody import DUE_NAME
from peace_analysis.errors import ClusterError
from peace_analysis.files import hash_file
from peace_analysis.pipeline.state import STATE_NAME

CURRENT_NAME = "current.json"
BUILDS_NAME = "builds"
_KEPT_BUILDS = 2  # the one that counts and the one before, for those who are just reading it
_FILE = "file://"


def is_store(place: str) -> bool:
    """Tell the URL of a store from a folder; file:// is a folder."""
    return "://" in place and not place.startswith(_FILE)


def as_folder(place: str) -> Path:
    """Folder that a path or a file:// URL names."""
    return Path(place.removeprefix(_FILE))


@dataclass(frozen=True)
class Store:
    """A place that fsspec reaches."""

    url: str
    files: Any  # fsspec's file system
    root: str

    @classmethod
    def open(cls, url: str) -> Store:
        """Reach a store.

        Raises:
            ClusterError: If nothing is installed that speaks its protocol, or it cannot be reached.
        """
        from fsspec.core import url_to_fs

        try:
            files, root = url_to_fs(url)
        except (ImportError, ValueError, OSError) as error:
            raise ClusterError(
                f"{url}: cannot be reached ({type(error).__name__}). fsspec needs a package for each protocol (s3fs for s3://, gcsfs for "
                "gs://) and finds keys where that package looks for them. Install it wherever a worker runs, or name a mounted folder."
            ) from None
        files.invalidate_cache()  # this process may have looked there hours ago, for another command
        return cls(url, files, root.rstrip("/"))

    def list_cities(self) -> list[str]:
        """Names of the folders that hold a city.yml, in alphabetical order.

        Raises:
            ClusterError: If the store cannot be read.
        """
        with _reading(self.url):
            return sorted(PurePosixPath(path).parent.name for path in self.files.glob(f"{self.root}/*/{CONFIG_NAME}"))

    def has_city(self, key: str) -> bool:
        """Whether it holds this city.

        Raises:
            ClusterError: If the store cannot be read.
        """
        with _reading(self.url):
            return bool(self.files.exists(f"{self.root}/{key}/{CONFIG_NAME}"))

    def fetch(self, prefix: str, folder: Path) -> None:
        """Bring all files below a prefix into a folder that only this user can read.

        Raises:
            ClusterError: If the name of one leads out of the folder.
        """
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        base = f"{self.root}/{prefix}/"
        for path in sorted(self.files.find(base)):
            if path.endswith("/"):
                continue  # an empty object in a folder's place: consoles of stores make them
            target = folder / path[path.index(base) + len(base) :]
            if not target.resolve().is_relative_to(folder.resolve()):
                raise ClusterError(f"{self.url}: the name of a file under {prefix} leads out of its folder. Rename it.")
            target.parent.mkdir(parents=True, exist_ok=True)
            self.files.get_file(path, str(target))

    def put(self, source: Path, name: str) -> None:
        """Store one file."""
        from fsspec.asyn import AsyncFileSystem

        if not isinstance(
            self.files, AsyncFileSystem
        ):  # those are stores of objects: no folders, and a bucket that is missing would be made
            self.files.makedirs(str(PurePosixPath(f"{self.root}/{name}").parent), exist_ok=True)
        self.files.put_file(str(source), f"{self.root}/{name}")

    def read_current(self, key: str) -> dict[str, Any]:
        """Read which build of a city counts; nothing where there is none.

        Raises:
            OSError: If the store does not say whether there is one.
        """
        try:
            found = json.loads(self.files.cat_file(f"{self.root}/{key}/{CURRENT_NAME}"))
        except (FileNotFoundError, ValueError):
            return {}
        return found if isinstance(found, dict) and CITY_KEY.fullmatch(str(found.get("build", ""))) else {}

    def list_builds(self, key: str) -> dict[str, set[str]]:
        """Names of the files of each build of a city that is there, whole or not."""
        base = f"{self.root}/{key}/{BUILDS_NAME}/"
        found: dict[str, set[str]] = {}
        for path in self.files.find(base):
            build, _, name = path[path.index(base) + len(base) :].partition("/")
            found.setdefault(build, set()).add(name)
        return found


@contextmanager
def _reading(url: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - each protocol has errors of its own, and not all of them are OSError
        raise ClusterError(
            f"{url}: cannot be read ({type(error).__name__}). See that the store's address, the name of its bucket and the keys to it are "
            "right, and set wherever a worker runs."
        ) from None


@contextmanager
def bring_city(order: Order, scratch: Path) -> Iterator[Order]:
    """Bring a city here for a run, and what the run made back.

    Args:
        order: With a URL for its cities, its results or both.
        scratch: Private folder of this worker.

    Yields:
        The order with folders in their place. What finished is brought back even if the run fails.
    """
    key = order.city
    data, reports = scratch / "data", scratch / "reports"
    source = Store.open(order.data) if is_store(order.data) else None
    target = Store.open(order.reports) if is_store(order.reports) else None
    local = replace(order, data=str(data) if source else order.data, reports=str(reports) if target else order.reports)
    try:
        if source is not None:
            if not source.has_city(key):
                raise ClusterError(f"{order.data}/{key}: there is no {CONFIG_NAME} here. `run --all` takes all cities that there are.")
            source.fetch(key, data / key)
        if target is not None and (current := target.read_current(key)):
            target.fetch(f"{key}/{BUILDS_NAME}/{current['build']}", reports / key)
        before = _hash_all(data / key)
        try:
            yield local
        finally:
            if source is not None:
                _return_data(source, key, data / key, before)
        if target is not None:
            publish_build(target, key, reports / key)
    finally:
        shutil.rmtree(data / key, ignore_errors=True)
        shutil.rmtree(reports / key, ignore_errors=True)


def publish_build(store: Store, key: str, folder: Path) -> str | None:
    """Put a city's results into a store, whole: first the files, then the word that they count.

    What an earlier command was cut off at, and results before the last two, are taken away.

    Args:
        store: Where to.
        key: The city.
        folder: Its results.

    Returns:
        Name of the build that counts now; None where there are no results.

    Raises:
        ClusterError: If files that were stored are not there any more: another command runs the same city.
    """
    hashes = _hash_all(folder)
    if not hashes:
        return None
    build = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()[:16]
    current = store.read_current(key)
    if current.get("build") == build:
        return build
    for name in sorted(hashes):
        store.put(folder / name, f"{key}/{BUILDS_NAME}/{build}/{name}")
    there = store.list_builds(key)
    if not set(hashes) <= there.get(build, set()):
        raise ClusterError(f"{store.url}/{key}: results vanished while they were stored. Let one command at a time run a city.")
    kept = [build, *([current["build"]] if current else [])][:_KEPT_BUILDS]
    told = {"build": build, "report": f"{BUILDS_NAME}/{build}/report.html", "earlier": kept[1:]}
    store.files.pipe_file(f"{store.root}/{key}/{CURRENT_NAME}", json.dumps(told, indent=1).encode())
    for old in there:
        if old not in kept and CITY_KEY.fullmatch(old):
            store.files.rm(f"{store.root}/{key}/{BUILDS_NAME}/{old}", recursive=True)
    return build


def _return_data(store: Store, key: str, folder: Path, before: dict[str, str]) -> None:
    """Store what a run changed in a city's folder: first the day on which it is due for deletion, the record of it last."""
    after = _hash_all(folder)
    state, due = f"derived/{STATE_NAME}", f"restricted/{DUE_NAME}"
    for name in sorted(after, key=lambda name: (name == state, name != due, name)):
        if before.get(name) != after[name]:
            store.put(folder / name, f"{key}/{name}")
    for name in sorted(set(before) - set(after)):
        store.files.rm_file(f"{store.root}/{key}/{name}")


def _hash_all(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in sorted(folder.rglob("*")) if path.is_file()}
