"""How far a review has come, and what makes it come undone."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.anonymize.review import Record, Review, Signed, assess_review, bind_review, fingerprint_statements, shows_no_more
from peace_analysis.anonymize.review_queue import key_of, list_doubts

SIGNED = Signed("AB", "2026-04-01", 59, 0, 0, 0)


def make_statements(**sessions: int) -> pd.DataFrame:
    rows = [
        {"statement_id": f"{key}-{n:04d}-01", "session_id": key, "text": f"[NAME 1] saw {n} dark lots near {key}."}
        for key, count in sessions.items()
        for n in range(count)
    ]
    return pd.DataFrame(rows)


def assess(statements: pd.DataFrame, record: Record = Record(), *, n_doubts: int = 0, bound: float = 0.95) -> Review:  # noqa: B008
    return assess_review(statements, record, n_doubts=n_doubts, bound=bound, seed=7)


def read_all(statements: pd.DataFrame, record: Record = Record(), missed: int = 0) -> Record:  # noqa: B008
    """Read what is asked for; the first few held something that was missed."""
    unread = assess(statements, record).unread
    answers = {key: place < missed for place, key in enumerate(unread)}
    return bind_review(record, SIGNED, answers, before=statements, after=statements)[0]


def test_a_review_is_complete_when_all_that_was_asked_has_been_read() -> None:
    statements = make_statements(S1=300, S2=200)
    before = assess(statements)
    assert not before.complete
    assert (before.n_read, before.bound) == (0, 0.0)
    assert len(before.unread) >= 59
    after = assess(statements, read_all(statements))
    assert after.complete
    assert after.n_read == len(before.unread)
    assert after.bound >= 0.95
    assert after.reviewers == ("AB",)
    assert not assess(statements, read_all(statements), n_doubts=1).complete
    assert not assess(statements, read_all(statements), bound=0.98).complete


def test_a_miss_asks_for_more_statements() -> None:
    statements = make_statements(S1=300, S2=200)
    record = read_all(statements, missed=2)
    after = assess(statements, record)
    assert not after.complete
    assert after.n_missed == 2
    assert after.bound < 0.95
    assert not set(after.unread) & set(record.read)
    assert assess(statements, read_all(statements, record)).complete


def test_a_new_session_asks_for_statements_of_its_own_and_the_old_ones_count() -> None:
    old, new = make_statements(S1=300, S2=200), make_statements(S1=300, S2=200, S3=100)
    review = assess(new, read_all(old))
    assert not review.complete
    assert {key[:2] for key in review.unread} == {"S3"}
    assert review.n_read > 40


def test_a_changed_session_is_drawn_anew_and_the_others_stay() -> None:
    statements = make_statements(S1=300, S2=200)
    record = read_all(statements)
    changed = statements.copy()
    changed.loc[0, "text"] = "Quite another thing was said here."
    review = assess(changed, record)
    assert not review.complete
    assert {key[:2] for key in review.unread} == {"S1"}


def test_numbers_of_tokens_do_not_void_a_review_and_kinds_do() -> None:
    statements = make_statements(S1=10)
    renumbered = statements.assign(text=statements["text"].str.replace("[NAME 1]", "[NAME 12]", regex=False))
    other = statements.assign(text=statements["text"].str.replace("[NAME 1]", "[KIN 1]", regex=False))
    assert fingerprint_statements(renumbered) == fingerprint_statements(statements)
    assert not set(fingerprint_statements(other).values()) & set(fingerprint_statements(statements).values())


def test_what_the_review_itself_changes_does_not_void_it() -> None:
    before = make_statements(S1=300, S2=200)
    unread = assess(before).unread
    after = before.assign(text=before["text"].str.replace("lots near S1", "[NAME 2] near S1", regex=False))
    record, n_moved = bind_review(Record(), SIGNED, dict.fromkeys(unread, False), before=before, after=after)
    assert n_moved == 0
    assert assess(after, record).complete
    assert not assess(before, record).complete  # the decisions were lost


def test_a_statement_that_shows_new_words_after_the_decisions_does_not_count() -> None:
    before = make_statements(S1=20)
    after = before.copy()
    after.loc[3, "text"] = f"{after.loc[3, 'text']} More of the turn stands here now."
    record, n_moved = bind_review(Record(), SIGNED, dict.fromkeys(before["statement_id"], False), before=before, after=after)
    assert n_moved == 1
    assert assess(after, record).unread == (before.loc[3, "statement_id"],)


@pytest.mark.parametrize(
    ("before", "after", "kept", "expected"),
    [
        ("Ask Zeph about it.", "Ask [NAME 1] about it.", [], True),
        ("Ask [NAME 1] about it.", "Ask Zeph about it.", [], False),
        ("Thank [NAME 1] for it.", "Thank God for it.", [("god",)], True),
        ("Ask about it. Then go.", "Ask about it.", [], True),
        ("Ask about it.", "About it, ask.", [], False),
        ("No one came.", "No one came came.", [], False),
    ],
    ids=["token put in", "name comes back", "given back", "shorter", "other order", "said twice"],
)
def test_a_statement_may_show_less_and_never_more(before: str, after: str, kept: list[tuple[str, ...]], expected: bool) -> None:
    assert shows_no_more(before, after, kept) is expected


RAW = "Ask Zeph or Maria Lopez. Call God, or 555-0100. Zeph knows."
TURN = "Ask [NAME 1] or [NAME 2]. Call God, or [PHONE 1]. [NAME 1] knows."


def make_log() -> pd.DataFrame:
    rows = []
    for words, token, kind, score in (("Zeph", "[NAME 1]", "NAME", 0.3), ("Maria Lopez", "[NAME 2]", "NAME", 0.9)):
        rows.append(("S1", 4, RAW.index(words), kind, token, words, score))
    rows += [
        ("S1", 4, RAW.index("555"), "PHONE", "[PHONE 1]", "555-0100", 0.6),
        ("S1", 4, RAW.rindex("Zeph"), "NAME", "[NAME 1]", "Zeph", 0.5),
    ]
    log = pd.DataFrame(rows, columns=["session_id", "turn", "start", "type", "token", "original", "score"])
    return log.assign(end=log["start"] + log["original"].str.len())


def make_doubtful() -> pd.DataFrame:
    start = RAW.index("God")
    return pd.DataFrame(
        [{"session_id": "S1", "turn": 4, "start": start, "end": start + 3, "type": "NAME", "token": "", "original": "God", "score": 0.1}]
    )


TURNS = pd.DataFrame([{"session_id": "S1", "turn": 4, "text": TURN}])


def test_doubts_come_lowest_first_with_their_sentence_and_no_other_name() -> None:
    doubts = list_doubts(make_log(), make_doubtful(), TURNS)
    assert [(d.words, d.score, d.n_places, d.replaced) for d in doubts] == [
        ("God", 0.1, 1, False),
        ("Zeph", 0.5, 2, True),
        ("555-0100", 0.6, 1, True),
    ]
    sentences = {d.words: d.sentence for d in doubts}
    assert sentences["Zeph"] == "Ask « Zeph » or [NAME 2]."
    assert sentences["God"] == "Call « God », or [PHONE 1]."
    assert not any("Maria" in sentence for sentence in sentences.values())


def test_a_number_is_never_given_back() -> None:
    answers = {d.words: d.answers for d in list_doubts(make_log(), make_doubtful(), TURNS)}
    assert answers == {"Zeph": ("remove", "keep"), "God": ("remove", "keep"), "555-0100": ("remove",)}


def test_what_has_been_decided_is_not_asked_again() -> None:
    decided = {key_of("S1", "NAME", "ZEPH"), key_of("S2", "NAME", "God")}
    assert {d.words for d in list_doubts(make_log(), make_doubtful(), TURNS, decided)} == {"God", "555-0100"}


def test_what_stands_around_words_given_back_is_not_asked_either() -> None:
    longer = make_doubtful().assign(start=RAW.index("Call"), original="Call God")
    assert "Call God" in {d.words for d in list_doubts(make_log(), longer, TURNS)}
    assert "Call God" not in {d.words for d in list_doubts(make_log(), longer, TURNS, {key_of("S1", "NAME", "God")})}


def test_a_city_without_a_log_has_no_doubts() -> None:
    assert list_doubts(pd.DataFrame(), pd.DataFrame(), TURNS) == []
