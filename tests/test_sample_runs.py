"""Whole runs of both sample cities with the network cut off, held against what was planted in them (`data/<city>/truth/`)."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import prose
import pytest
from command_line import peace
from lxml import etree
from made_once import run_port_salem
from ruamel.yaml import YAML
from sklearn.metrics import normalized_mutual_info_score

from peace_analysis.city import City
from peace_analysis.exchange.refi_qda_city import describe_project
from peace_analysis.exchange.refi_qda_guard import withhold_turns
from peace_analysis.exchange.refi_qda_model import walk_codes
from peace_analysis.exchange.refi_qda_read import read_project
from peace_analysis.explore.desk import Desk
from peace_analysis.refi_qda import export_city, gather_tables, import_file
from peace_analysis.report.readability import measure_readability
from peace_analysis.tables import STATEMENTS
from peace_analysis.themes.codebook_entries import Codebook
from peace_analysis.themes.embedded import embed_statements
from peace_analysis.themes.find import find_themes
from peace_analysis.themes.history import History
from peace_analysis.themes.settle import Settled, settle_themes

pytestmark = pytest.mark.slow
CITIES = ("riverton", "port_salem")
PRIVATE = ("derived", "restricted", "review*", "truth")
IGNORED = shutil.ignore_patterns(*PRIVATE)
UNSHARE = ["unshare", "-n"]
CAN_CUT_NETWORK = (
    shutil.which("unshare") is not None and subprocess.run([*UNSHARE, "true"], check=False, capture_output=True).returncode == 0
)


def run_all(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run every city of a folder; in a network namespace without any interface where the system allows it."""
    cut = UNSHARE if CAN_CUT_NETWORK else []
    command = [*cut, sys.executable, "-m", "peace_analysis.cli", "run", "--all", "--data", str(folder / "data")]
    environment = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=1800)


def copy_cities(folder: Path, root: Path) -> Path:
    for city in CITIES:
        shutil.copytree(root / "data" / city, folder / "data" / city, ignore=IGNORED)
    return folder


@dataclass
class Run:
    """One city after its run, with its truth."""

    city: str
    folder: Path
    truth: Path

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.folder / "data" / self.city / "derived" / f"{name}.parquet")

    @property
    def reports(self) -> Path:
        return self.folder / "reports" / self.city

    @cached_property
    def build(self) -> dict[str, object]:
        return json.loads((self.reports / "build.json").read_text(encoding="utf-8"))

    @cached_property
    def passages(self) -> pd.DataFrame:
        return pd.read_csv(self.truth / "passages.csv", keep_default_na=False)

    @cached_property
    def anonymised(self) -> dict[str, str]:
        """All anonymised words of each session, in lower case."""
        turns = self.table("turns")
        return {key: " ".join(words).lower() for key, words in turns.groupby("session_id")["text"]}

    @cached_property
    def matched(self) -> pd.DataFrame:
        """Statements, each with the truth of the passage that it stems from: `planted` themes, `asked` question."""
        statements = self.table("statements").merge(self.table("assignments"), on="statement_id")
        said = self.passages[self.passages["kind"].isin(["describe", "request"])]
        bags = {key: [(bag(text), n) for n, text in part["text"].items()] for key, part in said.groupby("session_id")}
        rows = []
        for session, text in zip(statements["session_id"], statements["text"], strict=True):
            words = bag(re.sub(r"\[[^\]]*\]", " ", text))
            overlap, row = max(((len(words & of) / (len(words) + 3), n) for of, n in bags[session]), default=(0.0, -1))
            rows.append(row if overlap > 0.5 else -1)
        statements["planted"] = [said["themes"].get(row, "none") for row in rows]
        statements["asked"] = [said["question"].get(row, "") for row in rows]
        return statements


def bag(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


@pytest.fixture(scope="session")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_cities(tmp_path_factory.mktemp("run"), root)
    done = run_all(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("report.html") == len(CITIES)
    return folder


@pytest.fixture(params=CITIES)
def run(request: pytest.FixtureRequest, folder: Path, root: Path) -> Run:
    return Run(request.param, folder, root / "data" / request.param / "truth")


@pytest.fixture
def riverton(folder: Path, root: Path) -> Run:
    return Run("riverton", folder, root / "data" / "riverton" / "truth")


def test_every_result_is_there(run: Run) -> None:
    assert {"report.html", "build.json", "tables", "figures", "notebooks"} <= {path.name for path in run.reports.iterdir()}
    assert {path.name for path in (run.reports / "notebooks").glob("*.ipynb")} == {
        "1_anonymize.ipynb",
        "2_themes.ipynb",
        "3_groups.ipynb",
        "5_report.ipynb",
        *(["4_policy.ipynb"] if run.city == "riverton" else []),  # port_salem revises no policy
    }
    assert not list(run.reports.parent.glob(".*"))


def test_every_utterance_is_accounted_for(run: Run) -> None:
    for row in [*run.table("accounting").to_dict("records"), run.build["utterances"]]:
        assert row["n_read"] == row["n_facilitator"] + row["n_unattributed"] + row["n_participant"]
        left_out = row["n_back_channel"] + row["n_introduction"] + row["n_brief"] + row["n_wordless"]
        assert row["n_participant"] == row["n_in_statements"] + left_out
    assert not any(session in json.dumps(run.build) for session in run.table("accounting")["session_id"])  # nothing of a single one is told
    assert (
        run.build["utterances"]["n_statements"] == len(run.table("statements")) == run.build["stages"]["themes"]["rows_out"]["assignments"]
    )


def test_back_channels_are_left_out_and_passages_are_not(run: Run) -> None:
    account = run.table("accounting").set_index("session_id")
    planted = self_contained(run)
    for session, n_planted in planted.items():
        assert account.loc[session, "n_back_channel"] + account.loc[session, "n_brief"] <= n_planted + 1, session
    found = run.matched
    assert (found["asked"] != "").mean() >= 0.9


def self_contained(run: Run) -> dict[str, int]:
    """Back-channels planted per session, in sources that name speakers and keep utterances apart."""
    planted = run.passages[run.passages["kind"] == "backchannel"]["session_id"].value_counts()
    one_row_per_turn = {"R02", "R05", "R06", "R08", "R09", "R10", "S02", "S04", "S05"}
    return {str(session): int(n) for session, n in planted.items() if session in one_row_per_turn}


def test_the_standing_questions_are_coded_as_planted(run: Run) -> None:
    found = run.matched[run.matched["asked"].isin(["a", "b"]) & (run.matched["language"] == "en")]
    right = (found["question"] == found["asked"]) | (found["question"] == "ab")
    assert right.mean() >= 0.9


def test_no_planted_identifier_is_left(run: Run) -> None:
    """Each is looked for in what became of its passage: no more of its words may stand there than the passage says beside it."""
    planted = pd.read_csv(run.truth / "identifiers.csv", keep_default_na=False)
    passages = run.passages.set_index("passage_id")
    turns = {key: list(part["text"].str.lower()) for key, part in run.table("turns").groupby("session_id")}
    left, n_looked_for = [], 0
    for passage_id, part in planted.groupby("passage_id"):
        session, text = str(passages.loc[passage_id, "session_id"]), str(passages.loc[passage_id, "text"]).lower()
        if session not in turns:
            continue
        turn = max(turns[session], key=lambda other: len(bag(text) & bag(other)) / (len(bag(other)) + 10))
        for words in part["words"].str.lower().unique():
            n_looked_for += 1
            n_elsewhere = count_words(words, text) - (part["words"].str.lower() == words).sum()
            if count_words(words, re.sub(r"\[[^\]]*\]", "|", turn)) > n_elsewhere:
                left.append((passage_id, words))
    assert n_looked_for > 100
    assert not left


def count_words(words: str, text: str) -> int:
    return len(re.findall(rf"(?<![\w']){re.escape(words)}(?!\w)", text))


def test_words_that_only_look_like_identifiers_are_kept(run: Run) -> None:
    kept = pd.read_csv(run.truth / "keep.csv", keep_default_na=False)
    kept["session_id"] = kept["passage_id"].str.split("-").str[0]
    kept = kept[kept["session_id"].isin(list(run.anonymised))]
    there = [row.words.lower() in run.anonymised[row.session_id] for row in kept.itertuples()]
    assert np.mean(there) >= 0.95


def public_text(path: Path) -> str:
    """All that can be read in a published file, a printed one's pages included."""
    if path.suffix == ".pdf":
        import pypdfium2

        return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    return path.read_text(encoding="utf-8")


def test_no_published_file_holds_a_name_of_the_roster(run: Run) -> None:
    roster = pd.read_csv(run.folder / "data" / run.city / "participants.csv", keep_default_na=False)
    names = {label for label in roster["speaker_label"] if len(label.split()) > 1 and not re.match(r"Speaker \d", label)}
    assert len(names) > 20
    for path in run.reports.rglob("*"):
        if path.is_file() and path.suffix != ".png":
            text = public_text(path).lower()
            assert not [name for name in names if name.lower() in text], path.name


def test_published_notebooks_name_no_path_of_this_machine(run: Run) -> None:
    for path in [*run.reports.rglob("*.ipynb"), *run.reports.rglob("*.html"), run.reports / "build.json"]:
        text = path.read_text(encoding="utf-8")
        assert str(run.folder) not in text
        assert str(Path.home()) + "/" not in text


def test_the_report_asks_for_nothing_from_outside(run: Run) -> None:
    text = (run.reports / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", text)
    assert "@import" not in text
    assert "No description has been provided for this image" not in text


def test_a_session_in_spanish_is_counted_and_set_apart(folder: Path, root: Path) -> None:
    run = Run("port_salem", folder, root / "data" / "port_salem" / "truth")
    account = run.table("accounting").set_index("session_id")
    assert account.loc["S01", "n_not_read"] == account.loc["S01", "n_statements"] > 30
    spanish = run.matched[run.matched["language"] == "es"]
    assert spanish["theme_id"].isna().all()
    assert not spanish["residual"].any()


def test_notes_without_speakers_count_nobody(folder: Path, root: Path) -> None:
    run = Run("port_salem", folder, root / "data" / "port_salem" / "truth")
    assert run.matched.loc[run.matched["session_id"] == "S03", "speaker_id"].isna().all()
    shares = run.table("theme_shares")
    assert shares.loc[shares["group"] == "Uptown", "n_sessions"].max() == 1


def best_match(found: pd.DataFrame, planted: str) -> tuple[float, str]:
    """F1 of the theme or subtheme that fits a planted theme best, and its id."""
    truth = found["planted"].str.split("+").map(lambda codes: planted in codes)
    scores = []
    for column in ("theme_id", "subtheme_id"):
        for label in found[column].dropna().unique():
            chosen = found[column] == label
            scores.append((2 * (chosen & truth).sum() / (chosen.sum() + truth.sum()), str(label)))
    return max(scores)


def test_planted_themes_are_recovered(riverton: Run) -> None:
    """What 1,000 short statements allow: a classifier trained on the truth itself, cross-validated, reaches NMI .68 on whole passages."""
    found = riverton.matched[riverton.matched["planted"] != "none"]
    primary = found["planted"].str.split("+").str[0]
    assert normalized_mutual_info_score(primary, found["theme_id"].fillna("none")) >= NMI_FLOOR
    scores = {code: best_match(found, code)[0] for code in sorted(set(primary))}
    assert len(scores) >= 14
    assert np.mean(list(scores.values())) >= MEAN_F1_FLOOR, scores


# Regression floors, a little below what was measured when they were set.
NMI_FLOOR = 0.57  # measured: .61
MEAN_F1_FLOOR = 0.72  # measured: .78


def test_no_statement_is_dropped_and_the_residual_is_honest(run: Run) -> None:
    statements, assignments = run.table("statements"), run.table("assignments")
    assert list(assignments["statement_id"]) == list(statements["statement_id"])
    read = statements["language"] == "en"
    assert (assignments["theme_id"].notna() | assignments["residual"] | ~read).all()
    assert assignments.loc[read, "residual"].mean() <= 0.3


def test_the_explorer_opens_on_the_themes_of_the_run(riverton: Run) -> None:
    """Found again and with the codebook applied, they are what the run published."""
    desk = Desk(City.open("riverton", riverton.folder / "data", riverton.folder / "reports"))
    published = riverton.table("assignments")
    for column in ("theme_id", "subtheme_id"):
        assert desk.standing.assignments[column].fillna("").tolist() == published[column].fillna("").tolist()
    assert desk.standing.names == dict(zip(riverton.table("themes")["theme_id"], riverton.table("themes")["name"], strict=True))


def test_themes_have_names_that_people_can_read(run: Run) -> None:
    themes = run.table("themes")
    assert themes["name"].is_unique
    assert not themes["name"].str.contains(r"[_\[\]]|^\d").any()
    top = themes[themes["parent_id"].isna()]
    assert 2 <= len(top) <= 25


# Part of the planted difference that shows, as measured: traffic .91, theft .82, staffing .76; stops .38 falls short (docs/methods.md).
RECOVERED_DIFFERENCES = {"theft", "traffic", "staffing"}


def test_planted_differences_show_and_the_planted_null_does_not(riverton: Run) -> None:
    """The planted group stands out by a good part of what was planted.

    A theme that is found imperfectly mixes in statements of others, so the difference it shows is smaller than the planted one.
    """
    effects = YAML(typ="safe").load((riverton.truth / "effects.yml").read_text(encoding="utf-8"))
    shares = riverton.table("theme_shares")
    found = riverton.matched[riverton.matched["planted"] != "none"]
    shown = {}
    for effect in effects["differences"]:
        _, theme = best_match(found, effect["theme"])
        rows = shares[(shares["attribute"] == effect["attribute"]) & (shares["theme_id"] == theme)].set_index("group")
        if effect["group"] in rows.index:
            others = rows.drop(index=effect["group"])
            rest = others["n_raised"].sum() / others["n_heard"].sum()
            planted = effect["planted"]["group"] - effect["planted"]["rest"]
            shown[effect["theme"]] = (rows.loc[effect["group"], "share"] - rest) / planted
    assert {theme for theme, part in shown.items() if part >= 0.5} >= RECOVERED_DIFFERENCES, shown
    _, theme = best_match(found, "mental_health")
    rows = shares[(shares["attribute"] == "stakeholder_group") & (shares["theme_id"] == theme)]
    assert rows["low"].max() <= rows["high"].min()


def test_the_report_names_the_theme_that_most_people_raised_on_each_question(run: Run) -> None:
    text = re.sub(r"<[^>]+>", "", (run.reports / "report.html").read_text(encoding="utf-8"))
    names = run.table("themes").set_index("theme_id")["name"]
    spoken = run.matched.dropna(subset=["theme_id", "speaker_id"])
    for key, asked in run.build["parameters"]["questions"].items():
        raised = spoken[spoken["question"].isin([key, "ab"])].groupby("theme_id")["speaker_id"].nunique()
        sentence = re.search(rf"On “{re.escape(asked)}”, people spoke most often of ([^.]*)", text)
        assert sentence is not None
        assert any(
            html.escape(names[theme]) in sentence[1] or names[theme] in sentence[1] for theme in raised[raised == raised.max()].index
        )


def test_each_number_in_the_report_s_sentences_stands_in_a_released_table(run: Run) -> None:
    tables = prose.read_tables(run.reports / "tables")
    sentences = prose.sentences_of((run.reports / "report.html").read_text(encoding="utf-8"))
    assert len(sentences) > 100
    known = prose.released_numbers(tables.values(), prose.read_build(run.reports))
    assert prose.unsupported(sentences, known, prose.names_in(tables.values())) == []
    assert prose.wrong_theme_sentences(sentences, tables["themes"]) == []
    assert prose.wrong_difference_sentences(sentences, tables["contrasts"]) == []


def test_the_summary_reads_at_grade_eight_or_below(run: Run) -> None:
    page = (run.reports / "report.html").read_text(encoding="utf-8")
    first = page[page.index('<h2 id="section-summary') : page.index('<h2 id="section-background"')]
    first = re.sub(r"<strong>.*?</strong>", "", first)  # leads of a few words would make sentences look shorter
    sentences = [text for text in prose.sentences_of(first) if text.endswith((".", ":"))]
    found = measure_readability("\n".join(sentences))
    assert found.n_sentences >= 10
    assert found.grade <= 8
    assert found.words_per_sentence <= 20


def test_every_quote_is_word_for_word_from_an_anonymised_statement_that_may_be_quoted(run: Run) -> None:
    statements = run.table("statements")
    allowed = {
        without_numbers(" ".join(text.split())) for text in [*statements.loc[statements["quotable"], "text"], *written_on_policies(run)]
    }
    page = (run.reports / "report.html").read_text(encoding="utf-8")
    quotes = re.findall(r"<blockquote[^>]*><p[^>]*>(.*?)</p>", page, flags=re.DOTALL)
    assert len(quotes) > 50
    assert {without_numbers(" ".join(html.unescape(quote.replace("<br>", " ")).split())) for quote in quotes} <= allowed


def without_numbers(quote: str) -> str:
    """A quote with tokens that have no number: a page numbers them within each quote."""
    return re.sub(r"\[([A-Z][A-Z ]*?) ?\d*\]", r"[\1]", quote)


def test_no_number_of_a_token_joins_two_quotes(run: Run) -> None:
    pages = [run.reports / "report.html", *(run.reports / "briefs").glob("*.html"), *(run.reports / "notebooks").glob("*.html")]
    quotes = [
        quote for page in pages for quote in re.findall(r"<blockquote.*?</blockquote>", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    ]
    assert any("[NAME]" in quote for quote in quotes)
    for quote in quotes:
        tokens = pd.DataFrame(re.findall(r"\[([A-Z][A-Z ]*) (\d+)\]", quote), columns=["kind", "number"])
        for _, of_kind in tokens.groupby("kind"):
            numbers = list(dict.fromkeys(of_kind["number"].astype(int)))
            assert numbers == list(range(1, len(numbers) + 1)), quote
            assert len(numbers) > 1, quote


def written_on_policies(run: Run) -> list[str]:
    """Comments and dissents, anonymised: they are public, and quoted too."""
    if run.city != "riverton":
        return []
    return [*run.table("policy_comments")["text"], *run.table("policy_signoffs")["dissent"]]


def test_every_attribution_is_of_ten_people_in_two_sessions_at_least(run: Run) -> None:
    page = (run.reports / "report.html").read_text(encoding="utf-8")
    said = set(map(html.unescape, re.findall(r"<figcaption><bdi>(.*?)</bdi></figcaption>", page))) - {"A participant"}
    said = {words for words in said if not words.startswith(("Comment from ", "Representative of "))}  # made in public, for a group
    heard = run.table("participants").merge(run.table("statements")[["speaker_id"]].dropna().drop_duplicates(), on="speaker_id")
    assert said
    for words in said:
        parts = words.removeprefix("Participant, ").split(", ")
        assert 1 <= len(parts) <= 2, words
        group = heard
        for part in parts:
            name = part.removesuffix(" neighborhood")
            group = group[(group[["neighborhood", "stakeholder_group"]].replace("_", " ", regex=True) == name).any(axis=1)]
        assert group["speaker_id"].nunique() >= 10, words
        assert group["session_id"].nunique() >= 2, words


def test_every_way_back_leads_to_statements_on_the_same_page(run: Run) -> None:
    page = (run.reports / "report.html").read_text(encoding="utf-8")
    places = set(re.findall(r'\bid="([^"]+)"', page))
    leads = re.findall(r'<a class="back" href="#([^"]+)"', page)
    assert len(leads) > 20
    assert set(leads) <= places
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places


def test_the_report_has_the_order_of_the_methods_and_is_light(run: Run) -> None:
    page = (run.reports / "report.html").read_text(encoding="utf-8")
    titles = [re.sub(r"<[^>]+>", "", title) for title in re.findall(r"<h2[^>]*>(.*?)</h2>", page, flags=re.DOTALL)]
    order = ["Summary", "Background", "How people were engaged", "Who took part", "What people talked about", "Theme by theme"]
    order += ["Differences", "Common ground", "Recommendations", "Limits", "Method", "Checklist", "Appendix"]
    places = [next(place for place, title in enumerate(titles) if title.startswith(start)) for start in order]
    assert places == sorted(places)
    assert len(page.encode()) <= 2_000_000


def test_the_sample_recommendations_rest_on_two_sessions_and_say_what_became_of_them(run: Run) -> None:
    found = pd.read_csv(run.reports / "tables" / "recommendations.csv")
    assert found["supported"].all()
    assert found["place"].tolist() == list(range(1, len(found) + 1))
    assert found.loc[found["status"].isin(["declined", "partly"]), "reason"].notna().all()
    page = (run.reports / "report.html").read_text(encoding="utf-8")
    assert all(f'id="recommendation-{key}"' in page for key in found["id"])


def test_a_city_goes_out_as_refi_qda_and_comes_back_the_same(run: Run, root: Path, tmp_path: Path) -> None:
    city, path = City.open(run.city, run.folder / "data"), tmp_path / "city.qdpx"
    exported = export_city(city, path)
    schema = root.parent / "shared" / "data" / "refi_qda" / "Project.xsd"
    if schema.is_file():
        with zipfile.ZipFile(path) as archive:
            etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.fromstring(archive.read("project.qde")))
    tables, _ = withhold_turns(gather_tables(city), city)
    read = read_project(path)
    assert (read.project, read.left) == (describe_project(tables).project, ())
    # Against the run's own tables: every statement at its words, with its theme and subtheme.
    names = {code.guid: code.description for code, _ in walk_codes(read.project.codes)}
    found = {one.description.split(",")[0]: (source, one) for source in read.project.sources for one in source.selections}
    withheld = sum("identifier may still be readable" in one for one in exported.left)
    said = run.table("statements").merge(run.table("assignments"), on="statement_id")
    assert len(said) - 3 * withheld <= len(found) <= len(said)
    for row in said[said["statement_id"].isin(list(found))].itertuples():
        source, one = found[row.statement_id]
        assert (source.name, source.words(one)) == (row.session_id, row.text)
        themes = {re.search(r"^Theme (\S+)\.$", names[coding.code], re.MULTILINE) for coding in one.codings} - {None}
        assert {theme[1] for theme in themes} == {theme for theme in (row.theme_id, row.subtheme_id) if isinstance(theme, str)}
    cases = {case.name for case in read.project.cases}
    assert cases == {*city.sessions["session_id"], *run.table("participants")["speaker_id"]}
    before = (city.folder / "codebook.yml").read_bytes() if run.city == "riverton" else None
    assert import_file(city, path).gold.given == ()
    assert ((city.folder / "codebook.yml").read_bytes() if before else None) == before


def test_a_second_run_changes_nothing_and_does_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in (folder / "reports").rglob("*") if path.is_file()}
    done = run_all(folder)
    assert done.stdout.count("nothing had changed") == len(CITIES)
    assert {path: path.read_bytes() for path in (folder / "reports").rglob("*") if path.is_file()} == before


def test_of_a_later_session_only_its_own_words_are_embedded_and_themes_stay_who_they_are(folder: Path, tmp_path: Path) -> None:
    """The themes stage of two runs: five of port_salem's six sessions, then all six, with a decision on a theme of the first run."""
    run = City.open("port_salem", folder / "data", folder / "reports")
    shutil.copytree(run.folder, tmp_path / "port_salem", ignore=shutil.ignore_patterns(*PRIVATE, "themes_history.json"))
    place = City.open("port_salem", tmp_path)
    everything = run.load_table(STATEMENTS)
    earlier = everything[everything["session_id"] != "S06"].reset_index(drop=True)

    def find(statements: pd.DataFrame, history: History, codebook: Codebook) -> tuple[int, Settled]:
        embedded = embed_statements(place, statements)
        found = find_themes(statements, embedded.vectors, place.config.themes, seed=place.config.seed)
        settled = settle_themes(found.themes, found.assignments, statements, embedded.vectors, history=history, codebook=codebook)
        return embedded.n_new, settled

    n_first, first = find(earlier, History(), Codebook())
    top = [str(key) for key in first.themes.loc[first.themes["parent_id"].isna(), "theme_id"]]
    decision = {
        "rename": {"theme": top[2], "name": "Ours"},
        "version": 1,
        "author": "AB",
        "date": "2026-06-01",
        "reason": "Ours.",
    }
    n_later, later = find(everything, first.history, Codebook.model_validate({"decisions": [decision]}))
    assert n_first > 200
    assert 0 < n_later <= int((everything["session_id"] == "S06").sum())
    assert embed_statements(place, everything).n_new == 0
    names = dict(zip(later.themes["theme_id"], later.themes["name"], strict=True))
    assert names[top[2]] == "Ours"
    assert later.notices == ()
    assert len(set(top) & set(names)) > 0.7 * len(top)
    both = first.assignments.merge(later.assignments, on="statement_id")
    assert (both["theme_id_x"].fillna("") == both["theme_id_y"].fillna("")).mean() > 0.7


def test_another_run_at_another_path_makes_the_same_tables_byte_for_byte(
    folder: Path, shared: Path, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each city by itself this time, and without a PDF, which is no part of what is held against each other."""
    other = tmp_path_factory.mktemp("a longer name for another folder")
    shutil.copytree(root / "data" / "riverton", other / "data" / "riverton", ignore=IGNORED)
    with (other / "data" / "riverton" / "city.yml").open("a", encoding="utf-8") as config:
        config.write("\npdf: off\n")
    assert run_all(other).returncode == 0
    for city, reports in (("riverton", other / "reports"), ("port_salem", run_port_salem(shared) / "reports")):
        tables = sorted(path.name for path in (folder / "reports" / city / "tables").iterdir())
        assert len(tables) >= 5
        for name in [*(f"tables/{table}" for table in tables), "report.html"]:
            assert (reports / city / name).read_bytes() == (folder / "reports" / city / name).read_bytes(), name


# Names that riverton's codebook gives, and the planted theme that each stands for ("none": talk that is about no theme).
NAMED = {
    "Waiting for police to come": "response_time",
    "Needles, doorways and tents": "drugs_homeless",
    "Being stopped and followed": "stops",
}


def test_riverton_s_codebook_applies_and_means_the_themes_that_its_author_meant(riverton: Run) -> None:
    page = re.sub(r"<[^>]+>", "", (riverton.reports / "notebooks" / "2_themes.html").read_text(encoding="utf-8"))
    assert "Every decision applies." in page
    themes, found = riverton.table("themes").set_index("theme_id"), riverton.matched
    for name, planted in NAMED.items():
        theme = themes.index[(themes["name"] == name) & themes["parent_id"].isna()]
        assert len(theme) == 1, name
        inside = found[(found["theme_id"] == theme[0])]
        share = inside["planted"].str.split("+").map(lambda codes, one=planted: one in codes).mean()
        assert share >= 0.6, name
    aside = public(riverton, "facts").set_index("fact").loc["statements of themes that people set aside"]
    assert 0 < float(aside["value"]) < 0.1 * float(aside["of"])


def public(run: Run, name: str) -> pd.DataFrame:
    return pd.read_csv(run.reports / "tables" / f"{name}.csv", keep_default_na=False)


@pytest.mark.parametrize("attribute", ["neighborhood", "stakeholder_group"])
def test_most_cells_of_themes_by_group_show_a_number_or_say_fewer_than_3(riverton: Run, attribute: str) -> None:
    """Masking that blanks the rest helps nobody; cells of groups that are not shown on their own count as blank."""
    shares, groups, themes = (public(riverton, name) for name in ("group_shares", "groups", "themes"))
    rows = shares[shares["attribute"] == attribute]
    said = (rows["n_raised"] != "") | rows["shown"].str.contains("fewer than")
    n_cells = (groups["attribute"] == attribute).sum() * (themes["parent_id"] == "").sum()
    assert n_cells >= 50
    assert said.sum() / n_cells >= 0.85


def test_a_survey_stands_in_the_report_of_the_city_that_has_one_and_nothing_of_it_in_the_others(run: Run) -> None:
    page = (run.reports / "report.html").read_text(encoding="utf-8")
    found = sorted(path.name for path in run.reports.rglob("survey*"))
    if run.city != "riverton":
        assert found == []
        assert 'id="section-trust-measured"' not in page
        return
    assert {"survey_means.csv", "survey_everyone.svg", "survey_by_stakeholder_group.png"} <= set(found)
    assert 'id="section-trust-measured"' in page
    means = public(run, "survey_means")
    shown = means[means["mean"] != ""].astype({"mean": "float64"})
    truth = pd.read_csv(run.truth / "surveys_means.csv", dtype={"wave": "str"})
    both = shown.merge(truth, on=["scale", "wave", "attribute", "group"], suffixes=("", "_truth"))
    assert len(both) == len(shown) > 60
    assert (both["mean"] - both["realised"]).abs().max() <= 0.0051
    codes = pd.read_csv(run.folder / "data" / run.city / "surveys" / "answers.csv", dtype="str")["respondent"].dropna()
    assert not [code for code in codes if code in page]


def test_the_planted_null_is_not_found_in_any_public_comparison(riverton: Run) -> None:
    effects = YAML(typ="safe").load((riverton.truth / "effects.yml").read_text(encoding="utf-8"))
    found = riverton.matched[riverton.matched["planted"] != "none"]
    planted = found["planted"].str.split("+").map(lambda codes: effects["no_difference"]["theme"] in codes)
    theme = found.loc[planted, "theme_id"].value_counts().index[0]  # the theme that holds most of what was said on it
    contrasts = public(riverton, "contrasts")
    verdicts = set(contrasts.loc[contrasts["theme_id"] == theme, "verdict"])
    assert verdicts
    assert "differs" not in verdicts
    assert "cannot be tested" in set(contrasts["verdict"])
    text = re.sub(r"<[^>]+>", "", (riverton.reports / "report.html").read_text(encoding="utf-8"))
    assert "cannot be tested with this design" in text


def test_in_a_city_of_five_sessions_nothing_is_found_and_the_report_says_that_nothing_is_tested(folder: Path, root: Path) -> None:
    run = Run("port_salem", folder, root / "data" / "port_salem" / "truth")
    assert "differs" not in set(public(run, "contrasts")["verdict"])
    text = re.sub(r"<[^>]+>", "", (run.reports / "report.html").read_text(encoding="utf-8"))
    assert "Differences between groups are not tested in this report." in text


def test_riverton_s_few_votes_are_withheld_and_the_report_says_why(riverton: Run) -> None:
    assert len(riverton.table("votes")) == 480
    assert public(riverton, "votes").empty
    text = re.sub(r"<[^>]+>", "", (riverton.reports / "report.html").read_text(encoding="utf-8"))
    assert "Fewer than 50 people voted on comments in an online conversation." in text


def test_only_a_city_with_a_policy_has_a_chapter_on_it(run: Run) -> None:
    has_one = run.city == "riverton"
    assert ('id="section-from-voices-to-policy"' in (run.reports / "report.html").read_text(encoding="utf-8")) is has_one
    assert bool(list((run.reports / "tables").glob("policy_*.csv"))) is has_one
    assert ("policy" in run.build["stages"]) is has_one


def test_riverton_s_answers_are_held_against_its_policy(riverton: Run) -> None:
    counts = public(riverton, "policy_counts").set_index("what")["n"]
    written = pd.read_csv(riverton.truth.parent / "policies" / "use_of_force" / "dispositions.csv").drop_duplicates("comment", keep="last")
    told = written["disposition"].value_counts()
    assert {word: counts[f"comments: {word.replace('_', ' ')}"] for word in told.index} == told.to_dict()
    assert counts["of them: the cited section changed"] == 17
    comments = public(riverton, "policy_comments")
    assert comments.loc[comments["verdict"] == "not changed", "comment"].tolist() == [9]
    assert not comments["text"].str.contains(r"\[NAME", na=False).any()  # nobody is named in them, and no word is taken for a name


def test_both_cities_are_set_side_by_side(folder: Path, root: Path) -> None:
    done = peace("compare", "--all", "--data", folder / "data")
    assert done.returncode == 0, done.stderr
    site = folder / "reports" / "_cities"
    build = json.loads((site / "build.json").read_text(encoding="utf-8"))
    assert build["draft"] is True
    assert build["gates"]["small_cells"]["exposed"] == build["gates"]["leaks"]["found"] == 0
    over = pd.read_csv(site / "tables" / "over_cities.csv")
    assert (over["where"] == "raised in every city").sum() >= 6  # 15 themes were planted in both
    page = (site / "report.html").read_text(encoding="utf-8")
    shown = {html.unescape(text) for text in re.findall(r'<blockquote lang="en"><p dir="auto">(.*?)</p>', page)}
    own = [(folder / "reports" / city / "report.html").read_text(encoding="utf-8") for city in CITIES]
    assert shown
    assert all(any(html.escape(text) in report for report in own) for text in shown)
