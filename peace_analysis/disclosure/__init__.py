"""Small cells: what may be shown without pointing at anybody, in all tables of a run together, and the attack that checks it."""

from __future__ import annotations

from peace_analysis.disclosure.added import hide_added
from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.ballots import mask_votes, model_votes
from peace_analysis.disclosure.gate import ReleaseError, check_release
from peace_analysis.disclosure.masking import Masked, mask_release
from peace_analysis.disclosure.p_values import find_guarded

__all__ = [
    "Masked",
    "ReleaseError",
    "attack_release",
    "check_release",
    "find_guarded",
    "hide_added",
    "mask_release",
    "mask_votes",
    "model_votes",
]
