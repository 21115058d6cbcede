"""What the default sentence model makes of every word: some of its layers side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import torch

from peace_analysis.anonymize.recognizer.segments import Window, cut_windows, give_pieces, split_words
from peace_analysis.models.minilm import MiniLM
from peace_analysis.models.verified import computes_bfloat16, default_model_folder, read_verified

LAYERS = (2, 3, 4)
WIDTH = 384 * len(LAYERS)
STEP = 8  # windows are padded to the next multiple of this many pieces
PIECES_PER_BATCH = 256  # rows x length of one batch: small enough that filling up an odd batch wastes little
_START, _END = 101, 102  # [CLS], [SEP]

T = TypeVar("T")


class WordReader(MiniLM):
    """The default model, asked for words in place of sentences."""

    def cut(self, texts: Sequence[str]) -> list[Window]:
        """Cut texts into windows, in order."""
        places = [split_words(text) for text in texts]
        distinct = list({text[start:end]: None for text, some in zip(texts, places, strict=True) for start, end in some})
        # What a word is cut into follows from the word alone, so each is asked for once.
        encodings = self._tokenizer.encode_batch(distinct, add_special_tokens=False)
        pieces = {word: encoding.ids for word, encoding in zip(distinct, encodings, strict=True)}
        windows: list[Window] = []
        for number, (text, some) in enumerate(zip(texts, places, strict=True)):
            windows += cut_windows(text, number, give_pieces(text, some, pieces))
        return windows

    def read(self, windows: Sequence[Window], judge: Callable[[list[int], torch.Tensor], T]) -> Iterator[T]:
        """Read windows, those of one length together, and hand on what the model makes of them.

        What is handed on of a window is the same to the last bit whichever windows are read with it: every batch of one length has
        the same shape, filled up where windows are missing.

        Args:
            windows: Any number.
            judge: Called on several threads, with the places of some windows in the list and what the model makes of their words:
                shape (n_rows, length, `WIDTH`), float32, zero where a window has no more words and in rows behind the last window.

        Yields:
            What `judge` returned, in no order that means anything.
        """
        rows: dict[int, list[int]] = {}
        for place, window in enumerate(windows):
            rows.setdefault(-(-(window.n_pieces + 2) // STEP) * STEP, []).append(place)
        batches = []
        for length, places in sorted(rows.items(), reverse=True):
            n_rows = max(1, PIECES_PER_BATCH // length)
            batches += [(length, n_rows, places[first : first + n_rows]) for first in range(0, len(places), n_rows)]

        def read_batch(batch: tuple[int, int, list[int]]) -> T:
            length, n_rows, places = batch
            with torch.inference_mode():
                return judge(places, self._read_batch([windows[place] for place in places], n_rows, length))

        # One batch per core, each computed by a single thread, as in `minilm`.
        with ThreadPoolExecutor(torch.get_num_threads(), initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield from pool.map(read_batch, batches)

    def _read_batch(self, batch: Sequence[Window], n_rows: int, length: int) -> torch.Tensor:
        ids = torch.zeros((n_rows, length), dtype=torch.long)
        mask = torch.zeros((n_rows, length), dtype=torch.bool)
        mask[:, 0] = True
        owner = torch.full((n_rows, length), length)  # the word that a piece lies in; one row too many takes what lies in none
        for row, window in enumerate(batch):
            pieces = [piece for word in window.words for piece in word.pieces]
            ids[row, : len(pieces) + 2] = torch.tensor([_START, *pieces, _END])
            mask[row, : len(pieces) + 2] = True
            places = [place for place, word in enumerate(window.words) for _ in word.pieces]
            owner[row, 1 : len(places) + 1] = torch.tensor(places, dtype=torch.long)
        kept = [hidden for layer, hidden in enumerate(self._run_layers(ids, mask, max(LAYERS)), 1) if layer in LAYERS]
        hidden = torch.cat(kept, dim=-1).float()
        sums = torch.zeros((n_rows, length + 1, WIDTH)).scatter_add_(1, owner[:, :, None].expand(-1, -1, WIDTH), hidden)
        counts = torch.zeros((n_rows, length + 1)).scatter_add_(1, owner, torch.ones(owner.shape))
        return (sums / counts.clamp(min=1)[:, :, None])[:, :length]


@cache
def default_reader(*, bfloat16: bool | None = None) -> WordReader:
    """Load the default model once per process, verified; in bfloat16 where the processor computes with it.

    Raises:
        ModelError: If the model is missing or is not the one that was expected.
    """
    files = read_verified(default_model_folder())
    if bfloat16 is None:
        bfloat16 = computes_bfloat16()
    return WordReader(files["model.safetensors"], files["tokenizer.json"], files["config.json"], bfloat16=bfloat16)
