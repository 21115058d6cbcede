"""A city as a REFI-QDA project and back: every word at its place, nothing that names anybody, and what people coded elsewhere as gold."""

from __future__ import annotations

import csv
import stat
import uuid
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from small_city import CODEBOOK, MEMOS, STATEMENTS, make_small_city
from typer.testing import CliRunner

from peace_analysis import tables
from peace_analysis.city import City
from peace_analysis.cli import app
from peace_analysis.codebook_file import read_codebook
from peace_analysis.errors import CityError, InputError
from peace_analysis.exchange.memos_file import Memo, read_memos
from peace_analysis.exchange.refi_qda_align import align_statements
from peace_analysis.exchange.refi_qda_city import describe_project
from peace_analysis.exchange.refi_qda_gold import Given, collect_gold, group_gold, name_coders, read_gold
from peace_analysis.exchange.refi_qda_guard import inspect_memos
from peace_analysis.exchange.refi_qda_model import Code, Codebook, Coding, Note, Project, Selection, TextSource, User, walk_codes
from peace_analysis.exchange.refi_qda_read import read_codebook_file, read_project
from peace_analysis.exchange.refi_qda_write import write_codebook, write_project
from peace_analysis.refi_qda import export_city, gather_tables, import_file

DAY = date(2026, 5, 1)


@pytest.fixture
def city(tmp_path: Path) -> City:
    return make_small_city(tmp_path)


def peace(*arguments: str | Path) -> tuple[str, str]:
    """What a command prints, and its notes."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout, result.stderr


def coded(project: Project) -> dict[str, tuple[str, set[str]]]:
    """statement_id -> its words in the project, and names of its codes."""
    names = {code.guid: code.name for code, _ in walk_codes(project.codes)}
    return {
        one.description.split(",")[0]: (source.words(one) or "", {names[coding.code] for coding in one.codings})
        for source in project.sources
        for one in source.selections
    }


@pytest.mark.parametrize("crlf", [False, True], ids=["LF", "CR LF"])
def test_every_statement_of_an_exported_city_stands_at_its_words_with_its_codes(city: City, tmp_path: Path, crlf: bool) -> None:
    path = tmp_path / "out" / "small.qdpx"
    export_city(city, path, crlf=crlf)
    read = read_project(path)
    assert read.left == ()
    found = coded(read.project)
    assert {one: words for one, (words, _) in found.items()} == {row[0]: row[7] for row in STATEMENTS}
    assert found["S1-0002-01"][1] == {"Dark streets", "Lamps", "Answers question a", "May be quoted", "Typical of its theme"}
    assert found["S1-0002-02"][1] == {"Dark streets", "Answers question a", "May be quoted", "Marked as quote"}
    assert found["S1-0004-02"][1] == {"Fits no theme", "Answers question b", "May be quoted"}
    assert found["S2-0002-01"][1] == {"Asks for something", "Answers question a", "Answers question b"}
    (first, _) = read.project.sources
    end = "\r\n" if crlf else "\n"
    assert first.text is not None
    assert first.text.startswith(f"facilitator: How do you feel? \U0001f642{end}S1-P01: The lamp is out")
    # The same "Yes." stands three times: each statement has its own.
    places = {one.description.split(",")[0]: one.start for one in first.selections}
    assert places["S1-0002-03"] == first.text.index("Yes.") < first.text.index("S1-P02:")
    assert places["S1-0004-02"] == first.text.rindex("Yes.")


def test_cases_carry_attributes_that_are_declared_and_no_name(city: City, tmp_path: Path) -> None:
    path = tmp_path / "small.qdpx"
    export_city(city, path)
    project = read_project(path).project
    variables = {variable.guid: (variable.name, variable.kind) for variable in project.variables}
    cases = {case.name: {variables[value.variable][0]: value.text for value in case.values} for case in project.cases}
    assert cases["S1"] == {
        "case": "session",
        "date": "2026-03-01",
        "mode": "in_person",
        "language": "en",
        "neighborhood": "East",
        "stakeholder_group": "residents",
        "precinct": "North",
        "n_attended": "3",
        "form": "verbatim",
    }
    assert cases["S1-P02"] == {
        "case": "participant",
        "neighborhood": "East",
        "stakeholder_group": "residents",
        "quote_consent": "false",
        "age_group": "declined",
    }
    assert "neighborhood" not in cases["S2-P02"]
    assert dict(variables.values())["quote_consent"] == "Boolean"
    selections = {one.guid: one.description.split(",")[0] for source in project.sources for one in source.selections}
    people = {case.name: [selections[one] for one in case.selections] for case in project.cases}
    assert people["S1-P01"] == ["S1-0002-01", "S1-0002-02", "S1-0002-03"]
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Kowalczyk" not in everything
    assert "a hall" not in everything


def test_codes_have_hierarchy_color_definition_stability_and_sets(city: City) -> None:
    project = describe_project(gather_tables(city)).project
    dark, waiting, trains, folder = project.codes
    assert [code.name for code in dark.codes] == ["Lamps"]
    assert dark.color == dark.codes[0].color == "#0072B2"
    assert waiting.color == "#D55E00"
    assert "Use when: A lamp is spoken of." in dark.description
    assert "Stability: 0.84." in waiting.description
    assert "Stability: 0.31, tentative." in dark.codes[0].description
    assert (trains.name, trains.codes) == ("Late trains", ())
    assert not folder.codable
    assert [(group.name, group.codes) for group in project.sets] == [
        ("Tentative themes", (dark.codes[0].guid,)),
        ("Themes of the codebook", (dark.guid,)),
    ]


def test_memos_and_authors_are_carried_with_what_they_are_about(city: City) -> None:
    project = describe_project(gather_tables(city)).project
    assert [user.name for user in project.users] == ["peace_analysis", "JO", "MB"]
    first, second, third = project.notes
    assert (first.text, first.created) == ("Lamps come up wherever people walk home.", "2026-04-03T00:00:00Z")
    targets = {link.origin: link.target for link in project.links}
    assert targets == {first.guid: project.codes[0].guid, third.guid: project.sources[0].selections[0].guid}
    assert project.about == (second.guid,)


def test_an_export_is_the_same_byte_for_byte_private_and_says_what_it_is(city: City, tmp_path: Path) -> None:
    told, notes = peace("exchange", "smallville", "export", "--data", city.folder.parent)
    path = city.derived_folder / "exchange" / "smallville.qdpx"
    assert f"{path} is ready." in told
    assert "2 texts, 27 codings, 8 statements, 7 cases, 3 memos" in told
    assert "It is restricted" in notes
    assert "not carried: columns of sessions.csv that are not declared for comparison and may name people: facilitator, venue." in notes
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    other = tmp_path / "again.qdpx"
    mode = tmp_path.stat().st_mode
    export_city(city, other)
    assert other.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(other.stat().st_mode) == 0o600
    assert tmp_path.stat().st_mode == mode


def test_a_turn_in_which_a_name_can_still_be_read_is_withheld_and_told_without_it(city: City, tmp_path: Path) -> None:
    turns = gather_tables(city).turns
    turns.loc[3, "text"] = "Police came an hour late, Wanda Kowalczyk. Yes."
    city.save_table(turns, tables.TURNS)
    exported = export_city(city, tmp_path / "small.qdpx")
    (note,) = [one for one in exported.left if "identifier" in one]
    assert note.startswith("turn 4 of S1: an identifier may still be readable in it.")
    assert "Kowalczyk" not in "".join(exported.left)
    found = coded(read_project(tmp_path / "small.qdpx").project)
    assert set(found) == {row[0] for row in STATEMENTS} - {"S1-0004-01", "S1-0004-02"}


def test_a_memo_that_names_somebody_stops_the_export(city: City, tmp_path: Path) -> None:
    memos = "memos:\n  - text: Nothing.\n  - text: Ask Wanda Kowalczyk.\n    date: 2026-04-03\n"
    (city.folder / "memos.yml").write_text(memos, encoding="utf-8")
    with pytest.raises(CityError, match=r"memos.yml, memo 2 of 2026-04-03: an identifier.* out of this memo, in memos.yml") as caught:
        export_city(city, tmp_path / "small.qdpx")
    assert "run again" not in str(caught.value)
    (problem,) = inspect_memos(city)  # as `check` tells it, before anything is exported
    assert problem.message == "an identifier that was found or listed can be read in memo 2 of 2026-04-03."
    (city.folder / "memos.yml").write_text(memos.replace("Wanda Kowalczyk", "someone else").replace("2026-04-03", "x"), encoding="utf-8")
    assert inspect_memos(city) == []
    (city.folder / "memos.yml").write_text("memos: [\n", encoding="utf-8")
    assert "line" in str(inspect_memos(city)[0])
    assert "Kowalczyk" not in str(caught.value)
    assert not (tmp_path / "small.qdpx").exists()


def test_a_blind_export_has_the_codebook_and_nothing_that_was_coded(city: City, tmp_path: Path) -> None:
    export_city(city, tmp_path / "small.qdpx", blind=True)
    project = read_project(tmp_path / "small.qdpx").project
    assert [code.name for code in project.codes] == ["Dark streets", "Waiting for police", "Late trains"]
    assert sum(len(one.codings) for source in project.sources for one in source.selections) == 0
    assert all("membership" not in one.description for source in project.sources for one in source.selections)


def code_by_hand(project: Project, given: dict[str, list[str]], name: str = "Ana de Souza") -> Project:
    """Let a person code statements of a blind export, as a program writes it that gives everything but codes a GUID of its own."""
    ana = User(str(uuid.UUID(int=7)), name)
    guids = {code.name: code.guid for code, _ in walk_codes(project.codes)}
    new = tuple(Code(str(uuid.UUID(int=100 + n)), one) for n, one in enumerate({c for cs in given.values() for c in cs} - guids.keys()))
    guids |= {code.name: code.guid for code in new}
    number = iter(range(1000, 10_000))

    def mark(one: Selection) -> Selection:
        codings = tuple(Coding(str(uuid.UUID(int=next(number))), guids[c], ana.guid) for c in given.get(one.description.split(",")[0], ()))
        return replace(one, guid=str(uuid.UUID(int=next(number))), codings=codings)

    sources = tuple(
        replace(source, guid=str(uuid.UUID(int=next(number))), selections=tuple(mark(one) for one in source.selections))
        for source in project.sources
    )
    return replace(project, codes=(*project.codes, *new), users=(*project.users, ana), sources=sources, user=ana.guid)


def test_what_a_person_coded_elsewhere_comes_back_as_gold_and_new_codes_as_a_deductive_codebook(city: City, tmp_path: Path) -> None:
    blind = describe_project(gather_tables(city), blind=True).project
    given = {"S1-0002-01": ["Dark streets"], "S1-0003-01": ["Dark streets", "Shops"], "S1-0004-01": ["Waiting for police"]}
    project = code_by_hand(blind, given)
    shops = replace(project.codes[-1], description="Shops and cafés. Also markets.")
    write_project(replace(project, codes=(*project.codes[:-1], shops)), tmp_path / "back.qdpx")

    told, notes = peace("exchange", "smallville", "import", tmp_path / "back.qdpx", "--data", city.folder.parent)
    assert "New in codebook.yml: shops." in told
    assert "codebook.yml is public" in notes
    rows = read_gold(city.folder / "coding" / "gold.csv")
    assert rows == [
        Given("S1-0002-01", "lamps", "AS"),
        Given("S1-0002-02", "none", "AS"),
        Given("S1-0002-03", "none", "AS"),
        Given("S1-0003-01", "lamps", "AS"),
        Given("S1-0003-01", "shops", "AS"),
        Given("S1-0004-01", "T02", "AS"),
        Given("S1-0004-02", "none", "AS"),
    ]
    codebook = read_codebook(city.folder / "codebook.yml")
    new = codebook.code("shops")
    assert (new.name, new.brief, new.definition) == ("Shops", "Shops and cafés.", "Shops and cafés. Also markets.")
    assert [decision.kind for decision in codebook.decisions] == ["define", "seed"]
    assert (codebook.decisions[1].version, codebook.decisions[1].author) == (2, "AS")
    # What people wrote stays as they wrote it, comments and all.
    text = (city.folder / "codebook.yml").read_text(encoding="utf-8")
    assert [line for line in CODEBOOK.splitlines() if line not in text.splitlines()] == []

    # A second import changes nothing of the codebook; another coder's rows are added, the first one's replaced.
    write_project(code_by_hand(blind, {"S2-0002-01": ["Dark streets"]}, name="Bo Lee"), tmp_path / "other.qdpx")
    write_project(code_by_hand(blind, {"S1-0002-02": ["Dark streets"]}), tmp_path / "again.qdpx")
    for name in ("other.qdpx", "again.qdpx"):
        assert import_file(city, tmp_path / name).new_codes == ()
    rows = read_gold(city.folder / "coding" / "gold.csv")
    assert [row for row in rows if row.coder == "BL" and row.code != "none"] == [Given("S2-0002-01", "lamps", "BL")]
    assert [row for row in rows if row.coder == "AS" and row.code != "none"] == [Given("S1-0002-02", "lamps", "AS")]
    assert (city.folder / "codebook.yml").read_text(encoding="utf-8") == text


def test_a_dry_run_says_what_an_import_would_do_and_writes_nothing(city: City, tmp_path: Path) -> None:
    blind = describe_project(gather_tables(city), blind=True).project
    write_project(code_by_hand(blind, {"S1-0002-01": ["Dark streets"], "S1-0003-01": ["Shops"]}), tmp_path / "first.qdpx")
    write_project(code_by_hand(blind, {"S1-0002-02": ["Dark streets"]}), tmp_path / "again.qdpx")

    def files() -> dict[Path, bytes | None]:
        return {path: path.read_bytes() if path.is_file() else None for path in sorted(city.folder.parent.parent.rglob("*"))}

    def give(name: str, *more: str) -> tuple[str, str]:
        return peace("exchange", "smallville", "import", tmp_path / name, *more, "--data", city.folder.parent)

    before = files()
    told, notes = give("first.qdpx", "--dry-run")
    assert files() == before
    assert "Nothing was written (--dry-run)." in told
    really, also = give("first.qdpx")
    assert "New in codebook.yml: shops." in really
    assert "earlier rows" not in really
    assert (told.replace("Nothing was written (--dry-run). What follows is what an import would do.\n", ""), notes) == (really, also)

    before = files()
    told, _ = give("again.qdpx", "--dry-run")
    assert files() == before
    assert "New in codebook.yml" not in told
    changed = 3  # Dark streets and Shops, taken back, and the statement without a code that has one now
    assert f" {changed} earlier rows of theirs are gone." in told
    (city.folder / "coding" / "gold.csv").write_text("half,a\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.csv"):  # what an import would refuse
        give("again.qdpx", "--dry-run")


def test_a_damaged_gold_file_is_told_before_the_codebook_is_written(city: City, tmp_path: Path) -> None:
    project = code_by_hand(describe_project(gather_tables(city), blind=True).project, {"S1-0003-01": ["Shops"]})
    write_project(project, tmp_path / "new.qdpx")
    path = city.folder / "coding" / "gold.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("half,a\n", encoding="utf-8")
    before = (city.folder / "codebook.yml").read_bytes()
    with pytest.raises(CityError, match=r"gold\.csv"):
        import_file(city, tmp_path / "new.qdpx")
    assert (city.folder / "codebook.yml").read_bytes() == before


def test_nobody_signs_for_codes_whose_coder_is_not_known(city: City, tmp_path: Path) -> None:
    """An export lists those who wrote here as users: that they stand in a project does not make them those who coded it."""
    blind = describe_project(gather_tables(city), blind=True).project
    one = code_by_hand(blind, {"S1-0002-01": ["Shops"]})
    two = replace(one, codes=(*one.codes, Code(str(uuid.UUID(int=5)), "Dogs")), users=(*one.users, User(str(uuid.UUID(int=6)), "Bo Lee")))
    other = Coding(str(uuid.UUID(int=9)), one.codes[-1].guid, str(uuid.UUID(int=6)))
    for name, project in {
        "one of ours": replace(one, users=blind.users, sources=with_coder(one, blind.users[-1].guid)),
        "ours by name": replace(one, users=(*blind.users, User(one.user, "MB"))),
        "two people": replace(two, sources=(replace(two.sources[0], codings=(other,)), *two.sources[1:])),
        "nobody": replace(one, sources=with_coder(one, "")),
    }.items():
        write_project(project, tmp_path / f"{name}.qdpx")
        with pytest.raises(InputError, match=r"needs the initials of who decides it.* Write --author AB"):
            import_file(city, tmp_path / f"{name}.qdpx")
        assert (city.folder / "codebook.yml").read_text(encoding="utf-8") == CODEBOOK
        assert not (city.folder / "coding").exists()
    assert import_file(city, tmp_path / "two people.qdpx", author="JO").new_codes == ("shops", "dogs")


def with_coder(project: Project, user: str) -> tuple[TextSource, ...]:
    """The project's texts, with all codings under somebody's name."""

    def mark(one: Selection) -> Selection:
        return replace(one, codings=tuple(replace(coding, user=user) for coding in one.codings))

    return tuple(replace(source, selections=tuple(mark(one) for one in source.selections)) for source in project.sources)


def test_a_project_of_other_texts_is_refused_and_its_codes_are_taken_where_somebody_asks(city: City, tmp_path: Path) -> None:
    text = TextSource(str(uuid.UUID(int=8)), "S1", "Juice and eggs.\nNo lamps here, and no police.")
    codes = (Code(str(uuid.UUID(int=3)), "Breakfast", True, "#00FF00", "What is eaten first."),)
    memo = Note(str(uuid.UUID(int=4)), "Plan", "Ask about juice.")
    write_project(Project("Food", codes=codes, sources=(text,), notes=(memo,)), tmp_path / "food.qdpx")
    before = {path: path.read_bytes() for path in city.folder.glob("*.yml")}
    with pytest.raises(InputError, match=r"none of its texts is one of this city's.*--codes-only"):
        import_file(city, tmp_path / "food.qdpx", author="JO")
    assert {path: path.read_bytes() for path in city.folder.glob("*.yml")} == before
    told, notes = peace(
        "exchange", "smallville", "import", tmp_path / "food.qdpx", "--codes-only", "--author", "JO", "--data", city.folder.parent
    )
    assert "New in codebook.yml: breakfast." in told
    assert "not carried: codings and memos (--codes-only)." in notes
    assert (city.folder / "memos.yml").read_text(encoding="utf-8") == MEMOS
    # Without texts it is a codebook; before a run nothing tells whose texts they are.
    write_project(Project("Food", codes=(replace(codes[0], name="Supper"),)), tmp_path / "codes.qdpx")
    assert import_file(city, tmp_path / "codes.qdpx", author="JO").new_codes == ("supper",)
    for path in city.derived_folder.glob("*.parquet"):
        path.unlink()
    with pytest.raises(InputError, match=r"has not been run.*--codes-only"):
        import_file(city, tmp_path / "food.qdpx", author="JO")


def test_the_test_project_of_another_program_comes_as_codes_alone(city: City, root: Path) -> None:
    path = root.parent / "shared" / "data" / "refi_qda" / "TestProject.qdpx"
    if not path.is_file():
        pytest.skip("the test project of REFI-QDA (../shared/data/refi_qda/TestProject.qdpx) is not beside this checkout")
    with pytest.raises(InputError, match="none of its texts is one of this city's"):
        import_file(city, path, author="JO")
    assert read_codebook(city.folder / "codebook.yml").codes == gather_tables(city).codebook.codes
    imported = import_file(city, path, author="JO", codes_only=True)
    assert (len(imported.new_codes), imported.n_memos, imported.gold.given) == (14, 0, ())
    assert "&id" not in (city.folder / "codebook.yml").read_text(encoding="utf-8")


def test_gold_is_grouped_as_coders_are_compared_by_top_level_themes_of_this_run(city: City) -> None:
    made = gather_tables(city)
    rows = [
        Given("S1-0002-01", "T01.1", "AS"),
        Given("S1-0002-01", "T02", "AS"),
        Given("S1-0002-01", "lamps", "BL"),
        Given("S1-0002-02", "none", "AS"),
        Given("S1-0002-02", "gone", "BL"),
    ]
    assert group_gold(rows, made.themes, made.codebook.codes) == {
        "S1-0002-01": {"AS": {"T01", "T02"}, "BL": {"T01"}},
        "S1-0002-02": {"AS": {"none"}},
    }


def test_gold_holds_ids_codes_and_initials_alone(city: City, tmp_path: Path) -> None:
    write_project(code_by_hand(describe_project(gather_tables(city)).project, {"S1-0002-01": ["Dark streets"]}), tmp_path / "b.qdpx")
    import_file(city, tmp_path / "b.qdpx")
    with (city.folder / "coding" / "gold.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["statement_id", "code", "coder"]
    assert {row[2] for row in rows} == {"AS"}
    assert {row[0] for row in rows} <= {row[0] for row in STATEMENTS}


def test_an_export_that_comes_back_untouched_changes_nothing(city: City, tmp_path: Path) -> None:
    export_city(city, tmp_path / "small.qdpx")
    imported = import_file(city, tmp_path / "small.qdpx")
    assert (imported.new_codes, imported.gold.given, imported.gold_path) == ((), (), None)
    assert (city.folder / "codebook.yml").read_text(encoding="utf-8") == CODEBOOK
    assert not (city.folder / "coding").exists()


def test_the_softwares_codings_under_a_persons_name_are_not_taken_for_gold(city: City, tmp_path: Path) -> None:
    project = describe_project(gather_tables(city)).project
    # Enough statements that a likeness cannot be chance, all as the software coded them, under another name and other GUIDs.
    words = [(f"S1-{n:04d}-09", f"The lamp number {n} in the long street is out again tonight.") for n in range(12)]
    text = "\n".join(said for _, said in words)
    number = iter(range(500, 10_000))
    selections = tuple(
        Selection(
            str(uuid.UUID(int=next(number))),
            text.index(said),
            text.index(said) + len(said),
            codings=(Coding(str(uuid.UUID(int=next(number))), project.codes[0].guid, str(uuid.UUID(int=7))),),
        )
        for _, said in words
    )
    back = replace(
        project,
        users=(*project.users, User(str(uuid.UUID(int=7)), "Ana de Souza")),
        sources=(TextSource(str(uuid.UUID(int=8)), "S1", text, selections=selections),),
    )
    codes = {project.codes[0].guid: "lamps"}
    ours = {one: frozenset({"lamps"}) for one, _ in words}
    gold = collect_gold(back, codes, {"S1": words}, machine_codes=ours)
    assert gold.given == ()
    assert "what AS coded is what the software had coded" in gold.left[0]
    assert len(collect_gold(back, codes, {"S1": words}, machine_codes=dict.fromkeys(ours, frozenset({"T02"}))).given) == 12


def test_memos_that_people_wrote_elsewhere_are_added_once_with_what_they_are_about(city: City, tmp_path: Path) -> None:
    project = code_by_hand(describe_project(gather_tables(city), blind=True).project, {})
    ana, theme = project.user, project.codes[0]
    notes = [Note(str(uuid.UUID(int=200 + n)), f"Memo {n}", f"What I think, {n}.", "", ana, "2026-04-09T10:00:00Z") for n in range(3)]
    session = replace(project.sources[0], guid=describe_project(gather_tables(city)).project.sources[0].guid, notes=(notes[2].guid,))
    written = replace(
        project,
        codes=(replace(theme, notes=(notes[0].guid,)), *project.codes[1:]),
        sources=(session, *project.sources[1:]),
        notes=(*project.notes, *notes),
    )
    write_project(written, tmp_path / "a.qdpx")
    assert import_file(city, tmp_path / "a.qdpx").n_memos == 3
    assert import_file(city, tmp_path / "a.qdpx").n_memos == 0
    memos = read_memos(city.folder / "memos.yml")
    assert [(memo.text, memo.about, memo.author, memo.date) for memo in memos.memos[3:]] == [
        ("Memo 0: What I think, 0.", "lamps", "AS", "2026-04-09"),
        ("Memo 1: What I think, 1.", "", "AS", "2026-04-09"),
        ("Memo 2: What I think, 2.", "S1", "AS", "2026-04-09"),
    ]
    assert memos.quotes == ("S1-0002-02",)
    assert (city.folder / "memos.yml").read_text(encoding="utf-8").startswith(MEMOS.split("quotes:", maxsplit=1)[0])


def test_memos_that_cannot_be_understood_are_counted_and_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "memos.yml"
    path.write_text("memos:\n  - text: A\n  - author: MB\n  - just words\nquotes: [R01-0001-01, {note: x}]\nother: 1\n", encoding="utf-8")
    memos = read_memos(path)
    assert (memos.memos, memos.quotes, memos.n_left) == ((Memo("A"),), ("R01-0001-01",), 3)
    path.write_text("memos: [\n", encoding="utf-8")
    with pytest.raises(CityError, match=r"memos\.yml: line"):
        read_memos(path)


def test_coders_are_told_apart_by_initials() -> None:
    users = [User("1", "Ana Souza"), User("2", "Arne Sommer"), User("3", "ASh"), User("4", ""), User("5", "Élodie Ng")]
    assert name_coders(Project("p", users=tuple(users))) == {"1": "AS", "2": "ASO", "3": "ASH", "4": "XX", "5": "XN"}


def test_a_transcript_as_received_is_tied_to_anonymised_statements() -> None:
    text = "Lou: Hello.\r\nKim Park: I asked Officer  Dale Huang for a lamp.\r\nLou: Yes.\r\nKim Park: “It’s dark,” he said. Yes."
    statements = [
        ("1", "I asked Officer [NAME 4] for a lamp."),
        ("2", "Yes."),
        ("3", '"It\'s dark," he said.'),
        ("4", "Yes."),
        ("5", "This was never said."),
        ("6", "[NAME 1]."),
        ("7", "[NAME 1] [NAME 2], [NAME 3] and [NAME 4] and [NAME 5] and [NAME 6] and never"),
    ]
    spans = align_statements(text, statements)
    assert {one: text[slice(*span)] for one, span in spans.items()} == {
        "1": "I asked Officer  Dale Huang for a lamp.",
        "2": "Yes.",
        "3": "“It’s dark,” he said.",
        "4": "Yes.",
    }
    assert spans["2"][0] < spans["3"][0] < spans["4"][0]


def test_a_codebook_goes_out_and_comes_back_as_qdc(city: City, tmp_path: Path) -> None:
    export_city(city, tmp_path / "codes.qdc")
    book = read_codebook_file(tmp_path / "codes.qdc").codebook
    project = describe_project(gather_tables(city), blind=True).project
    assert (book.codes, book.sets) == (project.codes, project.sets)
    new = Code(
        str(uuid.UUID(int=3)), "Dogs & leashes", True, "#00FF00", "Dogs without a leash.", (), (Code(str(uuid.UUID(int=4)), "Bites"),)
    )
    write_codebook(Codebook((*book.codes, new), book.sets), tmp_path / "more.qdc")
    imported = import_file(city, tmp_path / "more.qdc", author="JO", today=DAY)
    assert imported.new_codes == ("dogs_leashes", "bites")
    codebook = read_codebook(city.folder / "codebook.yml")
    assert codebook.seeded[-1].code == "dogs_leashes"
    assert codebook.decisions[-1].author == "JO"
    assert [code.code for code in codebook.seeded] == ["dogs_leashes"]
    assert any("have no seed: bites." in one for one in imported.left)


def test_codes_come_to_a_city_that_has_not_been_run_and_has_comments_only(city: City, tmp_path: Path) -> None:
    for path in city.derived_folder.glob("*.parquet"):
        path.unlink()
    (city.folder / "codebook.yml").write_text("# examples\n# codes:\n", encoding="utf-8")
    write_codebook(Codebook((Code(str(uuid.UUID(int=3)), "1: Hunde!", description="Über Hunde."),)), tmp_path / "a.qdc")
    assert import_file(city, tmp_path / "a.qdc", author="JO").new_codes == ("code_1_hunde",)
    text = (city.folder / "codebook.yml").read_text(encoding="utf-8")
    assert text.startswith("# examples\n# codes:\n\ncodes:\n")
    assert YAML(typ="safe").load(text)["codes"][0]["name"] == "1: Hunde!"


def test_a_codebook_that_does_not_hold_together_stops_an_import_before_anything_is_written(city: City, tmp_path: Path) -> None:
    (city.folder / "codebook.yml").write_text("codes: [{code: Lamps}]\n", encoding="utf-8")
    write_codebook(Codebook((Code(str(uuid.UUID(int=3)), "Dogs"),)), tmp_path / "a.qdc")
    with pytest.raises(CityError, match="a code is made of lower-case letters"):
        import_file(city, tmp_path / "a.qdc", author="JO")
    assert (city.folder / "codebook.yml").read_text(encoding="utf-8") == "codes: [{code: Lamps}]\n"


def test_csv_is_what_taguette_and_qualcoder_import(city: City, tmp_path: Path) -> None:
    exported = export_city(city, tmp_path / "codes.csv")
    assert [path.name for path in exported.paths] == ["codes.csv", "codes_qualcoder.csv"]
    with (tmp_path / "codes.csv").open(encoding="utf-8", newline="") as file:
        taguette = list(csv.DictReader(file))
    assert list(taguette[0]) == ["tag", "description", "parent"]
    assert [(row["tag"], row["parent"]) for row in taguette] == [
        ("Dark streets", ""),
        ("Lamps", "Dark streets"),
        ("Waiting for police", ""),
        ("Late trains", ""),
    ]
    with (tmp_path / "codes_qualcoder.csv").open(encoding="utf-8", newline="") as file:
        qualcoder = list(csv.reader(file))
    assert [row[0] for row in qualcoder] == ["Dark streets", "Dark streets>>Lamps", "Waiting for police", "Late trains"]
    assert qualcoder[1][1].startswith("People spoke of lamps.")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("export", "a.qdpx"), "takes neither a file nor --author"),
        (("export", "--to", "a.docx"), "no kind of file that can be written"),
        (("export", "--codes-only"), "takes no --codes-only"),
        (("export", "--dry-run"), "takes no --dry-run"),
        (("import",), "needs the file"),
        (("import", "a.qdpx", "--to", "b.qdpx"), "takes no option of export"),
        (("import", "a.csv"), "no kind of file that can be read"),
        (("import", "a.qdpx"), "is not a zip archive"),
        (("import", "a.qdc"), "cannot be read"),
        (("import", "a.qdc", "--author", "Ann Adams"), "initials are expected"),
    ],
)
def test_what_does_not_fit_together_is_refused(city: City, arguments: tuple[str, ...], expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        peace("exchange", "smallville", *arguments, "--data", city.folder.parent)
