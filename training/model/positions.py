"""Three-axis positions of the family: text counts up on all axes, an image gets a time/row/column grid."""

from __future__ import annotations

import numpy as np


def dialogue_positions(ids: np.ndarray, image_token: int, rows: int = 4, columns: int = 4) -> np.ndarray:
    """Positions [3, tokens] for equal images of rows x columns tokens; the next text position is max + 1."""
    positions = np.empty((3, len(ids)), np.int64)
    size = rows * columns
    grid = np.stack([np.zeros(size, int), np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows)])
    step = max(rows, columns)
    at = following = 0
    starts = np.flatnonzero(ids == image_token)[::size]
    for start in starts:
        length = start - at
        positions[:, at:start] = np.arange(following, following + length)
        following += length
        positions[:, start : start + size] = grid + following
        following += step
        at = start + size
    positions[:, at:] = np.arange(following, following + len(ids) - at)
    return positions
