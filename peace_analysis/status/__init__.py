"""Where a programme stands in the months in between: what was held, what comes next, and what waits for a person.

`read_status` looks and runs nothing; it says what it cannot read instead of stopping. What it says can be handed on: it holds no words of
participants, no counts of people, and the names only of themes that enough people raised.
"""

from peace_analysis.status.describe import describe_status, describe_status_in_line
from peace_analysis.status.read import read_status
from peace_analysis.status.standing import Cell, Emergent, Status, UnderWay, Waiting

__all__ = ["Cell", "Emergent", "Status", "UnderWay", "Waiting", "describe_status", "describe_status_in_line", "read_status"]
