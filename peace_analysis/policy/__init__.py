"""Policies: their versions, what changed between them, and what they say on eight questions."""

from peace_analysis.policy.document import Block, Document, Policy, Removed, Section
from peace_analysis.policy.identity import Change, keep_ids, list_changes, match_sections
from peace_analysis.policy.read import list_versions, read_policy, read_versions
from peace_analysis.policy.sections import cut_sections

__all__ = [
    "Block",
    "Change",
    "Document",
    "Policy",
    "Removed",
    "Section",
    "cut_sections",
    "keep_ids",
    "list_changes",
    "list_versions",
    "match_sections",
    "read_policy",
    "read_versions",
]
