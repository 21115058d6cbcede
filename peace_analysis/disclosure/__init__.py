"""Small cells: what may be shown without pointing at anybody."""

from __future__ import annotations

from peace_analysis.disclosure.masking import mask_counts, mask_opinions, mask_sizes

__all__ = ["mask_counts", "mask_opinions", "mask_sizes"]
