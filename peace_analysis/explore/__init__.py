"""A researcher at work on one city's themes: what they see, what they decide, and where that is written down.

`open_explorer` shows it in a notebook. What an action means (`actions`), how it stands in a file (`entries`) and what themes are after it
(`standing`) knows nothing of the browser; `widget` only carries messages.
"""

from __future__ import annotations

from peace_analysis.explore.widget import Explorer, open_explorer

__all__ = ["Explorer", "open_explorer"]
