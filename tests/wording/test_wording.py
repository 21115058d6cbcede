"""Messages and their catalogs."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from peace_analysis import wording
from peace_analysis.city_file import inspect_config
from peace_analysis.errors import InputError
from peace_analysis.wording import _, catalogs, extract, ngettext

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    wording.use_language("en")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "locale").mkdir()
    return tmp_path


def write_catalog(city: Path, body: str, language: str = "fr") -> Path:
    path = city / "locale" / f"{language}.po"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def test_messages_are_said_in_english_with_their_places_filled_in() -> None:
    assert _("{n:,} of {all}", n=1200, all="many") == "1,200 of many"
    assert ngettext("{n} session", "{n} sessions", 1) == "1 session"
    assert ngettext("{n} session in {place}", "{n} sessions in {place}", 2, place="Riverton") == "2 sessions in Riverton"
    assert _("100% {kept as it is}") == "100% {kept as it is}"  # nothing to fill in: braces are words
    assert _("") == ""


def test_a_value_is_never_read_as_a_message() -> None:
    assert _("{name}", name="{n.__class__} %s {0}") == "{n.__class__} %s {0}"


def test_a_city_adds_a_language(city: Path) -> None:
    write_catalog(
        city,
        'msgid "Contents"\nmsgstr "Sommaire"\n\nmsgid "{n} session"\nmsgid_plural "{n} sessions"\n'
        'msgstr[0] "{n} séance"\nmsgstr[1] "{n} séances"\n',
    )
    assert wording.list_languages(city) == ["en", "es", "fr"]
    wording.use_language("fr", city)
    assert wording.current_language() == "fr"
    assert _("Contents") == "Sommaire"
    assert [ngettext("{n} session", "{n} sessions", n) for n in (0, 1, 2)] == ["0 séance", "1 séance", "2 séances"]
    assert _("Not translated yet") == "Not translated yet"


def test_a_translation_that_is_empty_or_unsure_stays_english(city: Path) -> None:
    write_catalog(city, 'msgid "Yes"\nmsgstr ""\n\n#, fuzzy\nmsgid "No"\nmsgstr "Peut-être"\n')
    wording.use_language("fr", city)
    assert (_("Yes"), _("No")) == ("Yes", "No")


def test_every_translation_with_other_places_is_reported_with_its_line(city: Path) -> None:
    path = write_catalog(city, 'msgid "{a} and {b}"\nmsgstr "{a} et {c}"\n\nmsgid "{a}"\nmsgstr "{a"\n\nmsgid "Fine"\nmsgstr "Bien"\n')
    with pytest.raises(InputError) as caught:
        wording.use_language("fr", city)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [(str(path), 6), (str(path), 9)]


def test_a_translation_cannot_reach_into_values(city: Path) -> None:
    write_catalog(city, 'msgid "{a}"\nmsgstr "{a.__class__}"\n')
    with pytest.raises(InputError):
        wording.use_language("fr", city)


def test_what_is_no_catalog_is_refused(city: Path) -> None:
    (city / "locale" / "fr.po").write_bytes(b"\xff\xfe\x00 not a catalog")
    with pytest.raises(InputError, match="not a gettext catalog"):
        wording.use_language("fr", city)


@pytest.mark.parametrize("language", ["xx", "../../etc/passwd", "ES"])
def test_a_language_without_a_catalog_is_refused(language: str, city: Path) -> None:
    with pytest.raises(InputError, match="no catalog"):
        wording.use_language(language, city)


def test_city_yml_is_checked_for_its_language(city: Path) -> None:
    path = city / "city.yml"
    path.write_text("name: Somewhere\nlanguage: fr\n", encoding="utf-8")
    problems = inspect_config(path)[1]
    assert [(problem.file, problem.line) for problem in problems] == [(str(path), 2)]
    write_catalog(city, 'msgid "Contents"\nmsgstr "Sommaire"\n')
    assert inspect_config(path)[1] == []


# The catalogs of the package


def test_the_template_holds_the_messages_of_the_code_as_it_is() -> None:
    written = io.BytesIO()
    extract.write_template(written, extract.collect_messages())
    kept = (wording.LOCALE / "messages.pot").read_bytes()
    assert written.getvalue() == kept, "run `python -m peace_analysis.wording.extract`"


@pytest.mark.parametrize("path", sorted(wording.LOCALE.glob("*.po")), ids=lambda path: path.stem)
def test_every_message_has_its_translation(path: Path) -> None:
    wording.read_catalog(path)
    catalog = catalogs.parse_catalog(path)
    template = {message.id for message in catalogs.parse_catalog(wording.LOCALE / "messages.pot") if message.id}
    assert {message.id for message in catalog if message.id} == template
    waiting = [message.id for message in catalog if message.id and not extract.is_said(message.string)]
    assert waiting == []
    assert not any(message.fuzzy for message in catalog if message.id)


def test_messages_are_literal_so_that_they_are_found(root: Path) -> None:
    """A message put together by the code would stay English without anybody noticing."""
    wrong = []
    for path in sorted((root / "peace_analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "marked", "ngettext"):
                wrong += [f"{path.name}:{node.lineno}" for message in node.args[:1] if isinstance(message, (ast.JoinedStr, ast.BinOp))]
    assert wrong == []
