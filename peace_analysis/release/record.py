"""What release.json holds, who signed, and where releases are kept."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis import __version__
from peace_analysis.errors import InputError, Problem
from peace_analysis.files import hash_file

if TYPE_CHECKING:
    from peace_analysis.city import City

RECORD_NAME = "release.json"
ASSESSMENT_NAMES = ("risk_assessment.md", "risk_assessment.html")
LONGEST_SIGNATURE = 120
# Files that differ between two makings of the same content: times of the run, and what is printed, signed or worked out from all others.
_NOT_CONTENT = ("build.json", RECORD_NAME, *ASSESSMENT_NAMES)


@dataclass(frozen=True)
class Signature:
    """A person who has read the risk assessment and stands for the release."""

    name: str
    role: str
    day: str  # YYYY-MM-DD


def read_signature(text: str, day: str) -> Signature:
    """Read "Name, role".

    Args:
        text: As typed.
        day: Day of signing.

    Raises:
        InputError: If it is not a name, a comma and a role.

    Examples:
        >>> from peace_analysis import release
        >>> signature = release.read_signature("Ada Okonkwo, city librarian", "2026-05-01")
        >>> signature.name, signature.role
        ('Ada Okonkwo', 'city librarian')
    """
    name, comma, role = (part.strip() for part in text.partition(","))
    odd = any(unicodedata.category(character)[0] == "C" for character in text) or len(text) > LONGEST_SIGNATURE
    if not comma or odd or not re.search(r"[^\W\d_]", name) or not re.search(r"[^\W\d_]", role):
        problem = f"is not a name and a role, parted by a comma, in at most {LONGEST_SIGNATURE} characters."
        raise InputError(Problem("--sign", problem, 'Write: --sign "Ana Diaz, director of the listening programme".'))
    return Signature(name, role, day)


def released_folder(city: City) -> Path:
    """Where releases of a city are kept: beside its results, so that no run replaces them. A dot is in no city's key."""
    return city.reports_folder.with_name(f"{city.key}.released")


def waiting_folder(city: City) -> Path:
    """Where the risk assessment waits for a signature."""
    return city.reports_folder.with_name(f"{city.key}.to_sign")


def hash_files(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder by its path inside it, the record itself left out."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / RECORD_NAME)
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in paths}


def digest_content(files: dict[str, str]) -> str:
    """One digest over what readers are told: the same whenever the same content is made again, PDFs and times aside."""
    kept = {name: digest for name, digest in files.items() if name not in _NOT_CONTENT and not name.endswith(".pdf")}
    return hashlib.sha256("\n".join(f"{digest} {name}" for name, digest in sorted(kept.items())).encode()).hexdigest()


def hash_inputs(city: City, build: dict[str, Any]) -> dict[str, Any]:
    """Digests of all inputs: those of the run, and the files in which people decided something."""
    decided = ("codebook.yml", "population.csv", "recommendations.yml", "review.yml")
    return {**build["inputs"], **{name: hash_file(city.folder / name) for name in decided if (city.folder / name).is_file()}}


def describe_release(
    city: City, build: dict[str, Any], gates: dict[str, Any], files: dict[str, str], *, signatures: Sequence[Signature], day: str
) -> dict[str, Any]:
    """Say what is released and how it was made: the content of release.json.

    Args:
        city: The city.
        build: What build.json holds.
        gates: What each gate found.
        files: SHA-256 of every file.
        signatures: Who signed; none while it waits.
        day: Day of the release.
    """
    return {
        "project": "peace_analysis",
        "version": __version__,
        "city": city.key,
        "title": city.config.title,
        "released": day if signatures else None,
        "signed": [asdict(signature) for signature in signatures],
        "content": digest_content(files),
        "gates": gates,
        "inputs": hash_inputs(city, build),
        "parameters": build["parameters"],
        "seed": build["seed"],
        "model": build["model"],
        "versions": build["versions"],
        "pdf": build["pdf"],
        "files": files,
    }


def write_record(folder: Path, record: dict[str, Any]) -> str:
    """Write release.json and give its fingerprint."""
    path = folder / RECORD_NAME
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="")
    return hash_file(path)


def read_record(folder: Path) -> dict[str, Any] | None:
    """Read release.json; None where it is missing or is no record of a release."""
    try:
        record = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("city"), str) or not isinstance(record.get("signed"), list):
        return None
    files = record.get("files")
    return record if isinstance(files, dict) and files and _are_digests(files.items()) else None


def _are_digests(files: Iterable[tuple[Any, Any]]) -> bool:
    return all(isinstance(name, str) and isinstance(digest, str) and re.fullmatch(r"[0-9a-f]{64}", digest) for name, digest in files)
