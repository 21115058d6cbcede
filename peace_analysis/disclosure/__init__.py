"""Small cells: what may be shown without pointing at anybody."""

from __future__ import annotations

from peace_analysis.disclosure.masking import mask_counts, mask_opinions

__all__ = ["mask_counts", "mask_opinions"]
