"""People's own coding: how far coders agree with each other and with the machine, intrusion tests, and the framework matrix.

Nothing here reads or writes files; `exchange` has the workbooks, and `commands.coding` the command line.
"""

from peace_analysis.coding.agreement import (
    NONE,
    Agreement,
    Codes,
    agree_codes,
    consensus_codes,
    list_disagreements,
    list_withheld,
    measure_agreement,
)
from peace_analysis.coding.alpha import Alpha, measure_alpha, measure_alpha_of_sets
from peace_analysis.coding.framework import Framework, make_framework
from peace_analysis.coding.intrusion import Task, make_topic_tasks, make_word_tasks, score_intrusion
from peace_analysis.coding.machine import score_machine
from peace_analysis.coding.sample import draw_share, order_for_coder

__all__ = [
    "NONE",
    "Agreement",
    "Alpha",
    "Codes",
    "Framework",
    "Task",
    "agree_codes",
    "consensus_codes",
    "draw_share",
    "list_disagreements",
    "list_withheld",
    "make_framework",
    "make_topic_tasks",
    "make_word_tasks",
    "measure_agreement",
    "measure_alpha",
    "measure_alpha_of_sets",
    "order_for_coder",
    "score_intrusion",
    "score_machine",
]
