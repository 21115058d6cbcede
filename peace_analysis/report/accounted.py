"""What the counts of utterances are called in a report: the data dictionary's meanings, said in the report's language."""

from __future__ import annotations

from peace_analysis.tables import ACCOUNTING
from peace_analysis.wording import _, marked

LEFT_OUT = {  # reasons; in the data dictionary they stand behind "left out: "
    "n_back_channel": marked('keeps the conversation going ("mm-hm", "yeah, right")'),
    "n_introduction": marked("people introducing themselves"),
    "n_brief": marked("a remark of a few words that is not about safety or police"),
    "n_wordless": marked('no words ("[crosstalk]")'),
}
MEANINGS = {
    "n_read": marked("utterances read: facilitator + unattributed + participant"),
    "n_facilitator": marked("said by a facilitator or note-taker"),
    "n_unattributed": marked("said before the source names anybody"),
    "n_participant": marked("said by participants: in statements + left out"),
    "n_in_statements": marked("participants' utterances that are part of a statement"),
    "n_statements": marked("statements made of them"),
    "n_not_read": marked("statements in a language that the model does not read: counted and set apart"),
    "n_replaced": marked("identifiers replaced by tokens"),
}


def meaning_of(column: str) -> str:
    """Say what a column of `tables.ACCOUNTING` counts."""
    if column in LEFT_OUT:
        return _("left out: {reason}", reason=_(LEFT_OUT[column]))
    return _(MEANINGS[column]) if column in MEANINGS else ACCOUNTING.by_name[column].meaning
