"""Files -> policies: one version, or a folder of dated versions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from peace_analysis.anonymize.wordlist import word_set
from peace_analysis.errors import InputError, Problem, TranscriptError
from peace_analysis.policy.document import Document, Policy
from peace_analysis.policy.sections import cut_sections

VERSIONS = (".md", ".markdown", ".txt", ".docx", ".pdf")
MAX_BYTES = 100_000_000
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_MONTHS = word_set("January February March April May June July August September October November December")
_DATE_IN_TEXT = re.compile(
    r"(?:effective|in force|revised|revision|issued|adopted|dated?|draft of)\b[^\n]{0,30}?"
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<us>\d{{1,2}}/\d{{1,2}}/\d{{4}})|(?P<long>(?:{'|'.join(sorted(_MONTHS))})\.?\s+\d{{1,2}},?\s+\d{{4}}))",
    re.I,
)
_FRONT = 3_000  # characters in which a policy says from when it holds


def read_policy(path: Path) -> Policy:
    r"""Read one version of a policy.

    Args:
        path: A `.md`, `.txt`, `.docx` or `.pdf` file. Its date is the one in its name (2026-05-01), else the first one that its first page
            says it is effective from.

    Returns:
        The policy; `notices` says what could not be read, `removed` what is left out (headers, footers, table of contents).

    Raises:
        InputError: If it is none of these, is damaged or unsafe, or has no words.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from peace_analysis import policy
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder) / "2026-05-01.md"
        ...     _ = path.write_text("# Use of force\n\n## 1 Purpose\n\nOfficers protect life.\n", encoding="utf-8")
        ...     read = policy.read_policy(path)
        >>> [section.heading for section in read.sections], read.date.isoformat()
        (['Use of force', 'Purpose'], '2026-05-01')
    """
    readers: dict[str, Callable[[Path], Document]] = {".docx": _read_word, ".pdf": _read_pdf}
    reader = readers.get(path.suffix.lower(), _read_text)
    if path.suffix.lower() not in VERSIONS:
        raise InputError(
            Problem(str(path), f"a policy is a {', '.join(VERSIONS)} file.", "Name another file, or save this one as one of these.")
        )
    try:
        if not path.is_file():
            raise InputError(Problem(str(path), "there is no such file.", "Check the path."))
        if path.stat().st_size > MAX_BYTES:
            raise InputError(Problem(str(path), f"the file is larger than {MAX_BYTES // 1_000_000} MB.", "Save it without pictures."))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        document = reader(path)
    except TranscriptError as error:
        raise InputError([_for_policies(problem) for problem in error.problems]) from error
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}.", "Check its permissions.")) from error
    if not any(block.words for block in document.blocks):
        why = " ".join(notice.message for notice in document.notices) or "nothing stands in it."
        raise InputError(Problem(str(path), f"the file has no words: {why}", "Name a file with text; a scan must go through OCR first."))
    when = find_date(path.name, document.text)
    return Policy(path.name, digest, cut_sections(document.blocks), when, document.removed, document.notices)


def find_date(name: str, text: str) -> date | None:
    """Find the date of a version, in its file's name or near its beginning; None where neither holds one."""
    for match in _DATE_IN_NAME.finditer(name):
        if (found := _day(f"{match[1]}-{match[2]}-{match[3]}", "%Y-%m-%d")) is not None:
            return found
    said = _DATE_IN_TEXT.search(text[:_FRONT])
    if said is None:
        return None
    if said["iso"]:
        return _day(said["iso"], "%Y-%m-%d")
    if said["us"]:
        return _day(said["us"], "%m/%d/%Y")
    return _day(re.sub(r"[.,]|\s+", " ", said["long"]).title(), "%B %d %Y")


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(" ".join(text.split()), form).date()
    except ValueError:
        return None


def read_versions(paths: list[Path]) -> list[Policy]:
    """Read the versions of one policy, oldest first; sections keep their ids from version to version.

    Raises:
        InputError: With the problems of all files: what cannot be read, a version without a date, two of one day.

    Examples:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from peace_analysis import policy
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for day in ("2026-01-01", "2026-06-01"):
        ...         _ = (Path(folder) / f"{day}.md").write_text("# Force\\n\\n## 1. Purpose\\n\\nTo protect life.\\n")
        ...     versions = policy.read_versions(policy.list_versions(Path(folder)))
        >>> [(str(version.date), len(version.sections)) for version in versions]
        [('2026-01-01', 2), ('2026-06-01', 2)]
    """
    from peace_analysis.policy.identity import keep_ids

    problems: list[Problem] = []
    read: list[tuple[Path, Policy]] = []
    for path in sorted(paths):
        try:
            policy = read_policy(path)
        except InputError as error:
            problems += error.problems
            continue
        if policy.date is None:
            problems.append(Problem(str(path), "a version needs a date.", "Put it into the name: 2026-05-01_use_of_force.docx."))
        elif twin := next((other for other, earlier in read if earlier.date == policy.date), None):
            problems.append(Problem(str(path), f"{twin.name} is of the same day.", "Keep one version a day."))
        read.append((path, policy))
    if problems:
        raise InputError(problems)
    return keep_ids(sorted((policy for _, policy in read), key=lambda policy: policy.date or date.min))


def list_versions(folder: Path) -> list[Path]:
    """List the files in a policy's folder that are versions of it: documents, not tables.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from peace_analysis import policy
        >>> with TemporaryDirectory() as folder:
        ...     for name in ("2026-10-01.pdf", "2026-05-01.md", "comments.csv"):
        ...         (Path(folder) / name).touch()
        ...     print([path.name for path in policy.list_versions(Path(folder))])
        ['2026-05-01.md', '2026-10-01.pdf']
    """
    return sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in VERSIONS and not path.name.startswith("."))


def _read_text(path: Path) -> Document:
    from peace_analysis.policy.text import read_lines
    from peace_analysis.transcripts.encoding import read_text, split_lines

    return Document(tuple(read_lines("\n".join(split_lines(read_text(path))))))


def _read_word(path: Path) -> Document:
    from peace_analysis.policy.word import read_word

    return read_word(path)


def _read_pdf(path: Path) -> Document:
    from peace_analysis.policy.pdf import read_pdf

    return read_pdf(path)


def _for_policies(problem: Problem) -> Problem:
    remedy = problem.remedy.replace(", or list it under `skip:` in city.yml", "").replace("as text only", "without pictures")
    return Problem(problem.file, problem.message.replace("a transcript has", "a policy has"), remedy, problem.line)
