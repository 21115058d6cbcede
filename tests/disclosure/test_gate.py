"""The gate: what it refuses, what it says, and what it lets pass."""

from __future__ import annotations

import pytest
from counted_people import SIX, mask

from peace_analysis.disclosure import ReleaseError, check_release
from peace_analysis.disclosure.release import Form

RAISED = {"T01": {"S1": 1, "S3": 5, "S4": 4, "S5": 6, "S6": 6}}


def test_a_masked_release_passes_and_says_how_much_was_masked() -> None:
    masked = mask(SIX, RAISED)
    record = check_release(masked.release, masked.forms)
    assert record == {"cells": len(masked.forms), "masked": sum(form is not Form.NUMBER for form in masked.forms), "exposed": 0}


def test_primary_masking_alone_is_refused_and_the_tables_are_named() -> None:
    masked = mask(SIX, RAISED)
    with pytest.raises(ReleaseError) as caught:
        check_release(masked.release, masked.release.primary_forms(), city="riverton")
    message = str(caught.value)
    assert message.startswith("riverton: nothing was published.")
    assert "group_shares.csv by neighborhood: 1 cell can be worked out" in message
    assert "`compare_by:`" in message
    assert "Eastgate" not in message


def test_a_small_count_in_print_is_refused() -> None:
    masked = mask(SIX, RAISED)
    with pytest.raises(ReleaseError, match="1 cell printed although too small"):
        check_release(masked.release, [Form.NUMBER] * len(masked.forms))
