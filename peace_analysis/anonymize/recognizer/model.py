"""The head: words as the sentence model reads them in, what kind of identifier each belongs to out."""

from __future__ import annotations

import torch
from torch import nn

from peace_analysis.anonymize.recognizer.segments import FEATURES

LABELS = ("O", "B-NAME", "I-NAME", "B-PLACE", "I-PLACE", "B-ORGANIZATION", "I-ORGANIZATION")
NARROW = 160  # to this the layers are brought down
STATE = 128  # each way


class Head(nn.Module):
    """A BiLSTM over words.

    Args:
        width: Numbers per word that the sentence model gives.
        dropout: Share of numbers left out while training.
    """

    def __init__(self, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.narrow = nn.Linear(width, NARROW)
        # One each way, not one of both: what a row gives then follows from that row alone, without packing.
        self.onward = nn.LSTM(NARROW + len(FEATURES), STATE, batch_first=True)
        self.returning = nn.LSTM(NARROW + len(FEATURES), STATE, batch_first=True)
        self.out = nn.Linear(2 * STATE + NARROW + len(FEATURES), len(LABELS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, layers: torch.Tensor, features: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Judge words.

        Args:
            layers: What the sentence model makes of them, shape (n_windows, most_words, width).
            features: `segments.describe_words`, shape (n_windows, most_words, len(FEATURES)).
            lengths: Words of each window, shape (n_windows,).

        Returns:
            Logits, shape (n_windows, most_words, len(LABELS)).
        """
        narrow = self.dropout(nn.functional.gelu(self.narrow(self.dropout(layers))))
        joined = torch.cat([narrow, features], dim=-1)
        steps = torch.arange(layers.shape[1]).expand(len(layers), -1)
        mirrored = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)[:, :, None]
        turned = self.returning(joined.gather(1, mirrored.expand(-1, -1, joined.shape[2])))[0]
        states = torch.cat([self.onward(joined)[0], turned.gather(1, mirrored.expand(-1, -1, STATE))], dim=-1)
        logits: torch.Tensor = self.out(torch.cat([self.dropout(states), joined], dim=-1))
        return logits
