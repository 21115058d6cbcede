"""The head: how well a text and a short passage match, from what the default model makes of both.

Every piece of the passage looks for the piece of the text that is most like it, and the other way round; pieces count as much as the head
has learned that such pieces matter ("handcuffs" much, "the" little). Beside it stand the vectors of both as wholes.

Source:
    Khattab & Zaharia (2020), ColBERT, arXiv 2004.12832 (late interaction).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from peace_analysis.policy.pieces import LAYERS, WIDTH, Pieces

NARROW = 128  # to this states and vectors are brought down
MEASURES = ("passage, learned", "text, learned", "passage", "text", "cosine", "cosine, learned", "words", "weighed mean")
_STEEP = 4.0  # pieces weigh between exp(-4) and exp(4)


class Head(nn.Module):
    """Measures of pairs, and how they add up.

    Args:
        dropout: Share of numbers left out while training.
    """

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        width = WIDTH * len(LAYERS)
        self.narrow = nn.Parameter(torch.randn(width, NARROW) / NARROW**0.5)
        self.narrow_whole = nn.Parameter(torch.randn(WIDTH, NARROW) / NARROW**0.5)
        self.weight_text = nn.Parameter(torch.zeros(width + 1))  # the last number is added
        self.weight_passage = nn.Parameter(torch.zeros(width + 1))
        self.mix = nn.Parameter(torch.full((len(MEASURES),), 0.4))
        self.shift = nn.Parameter(torch.tensor(-3.0))
        self.dropout = nn.Dropout(dropout)

    def measure(self, texts: Sequence[Pieces], passages: Sequence[Pieces], words: torch.Tensor) -> torch.Tensor:
        """Measure all pairs.

        Args:
            texts: What people said.
            passages: What it may match.
            words: BM25 of the pairs, shape (n_texts, n_passages).

        Returns:
            Shape (n_texts, n_passages, len(MEASURES)).
        """
        (said, of_said), (passage, of_passage) = _pad(texts), _pad(passages)
        weight_said = _weigh(said, of_said, self.weight_text)
        weight_passage = _weigh(passage, of_passage, self.weight_passage)
        found = []
        narrow = [functional.normalize(self.dropout(states @ self.narrow), dim=2) for states in (said, passage)]
        for left, right in ((narrow[0], narrow[1]), (said, passage)):
            alike = torch.einsum("ald,bkd->ablk", left, right)
            alike = alike.masked_fill(~of_said[:, None, :, None] | ~of_passage[None, :, None, :], -1.0)
            found += [(alike.amax(2) * weight_passage[None]).sum(2), (alike.amax(3) * weight_said[:, None]).sum(2)]
        wholes = [torch.stack([one.whole for one in side]) for side in (texts, passages)]
        means = [(said * weight_said[:, :, None]).sum(1), (passage * weight_passage[:, :, None]).sum(1)]
        found.append(wholes[0] @ wholes[1].T)
        found.append(_cosine(*(whole @ self.narrow_whole for whole in wholes)))
        found.append(words)
        found.append(_cosine(*(mean @ self.narrow for mean in means)))
        return torch.stack(found, dim=2)

    def judge(self, measures: torch.Tensor) -> torch.Tensor:
        """Add measures up, each standardised over the passages: logits of shape (n_texts, n_passages)."""
        centered = measures - measures.mean(dim=1, keepdim=True)
        return centered / (measures.std(dim=1, keepdim=True) + 1e-4) @ self.mix + self.shift


def _pad(texts: Sequence[Pieces]) -> tuple[torch.Tensor, torch.Tensor]:
    states = nn.utils.rnn.pad_sequence([text.states for text in texts], batch_first=True)
    lengths = torch.tensor([len(text.states) for text in texts])
    return states, torch.arange(states.shape[1]) < lengths[:, None]


def _weigh(states: torch.Tensor, there: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Weights of pieces, adding up to 1 in each text."""
    told = (states @ weight[:-1] + weight[-1]).clamp(-1, 1) * _STEEP
    return torch.softmax(told.masked_fill(~there, -1e4), dim=1)


def _cosine(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    return functional.normalize(left, dim=1) @ functional.normalize(right, dim=1).T
