"""Even sampling of frames, exact in integers: the same function exists in TypeScript, checked by a shared fixture."""

from __future__ import annotations


def even_frames(first: int, last: int, count: int) -> list[int]:
    """At most `count` frames evenly over the inclusive range, both ends included, without duplicates.

    index_i = first + floor((2 i (last - first) + (n - 1)) / (2 (n - 1))), n = min(count, last - first + 1).
    """
    number = min(count, last - first + 1)
    if number <= 0:
        raise ValueError(f"empty range {first}..{last}")
    if number == 1:
        return [first]
    span, steps = last - first, number - 1
    frames = [first + (2 * i * span + steps) // (2 * steps) for i in range(number)]
    return sorted(set(frames))
