"""Arithmetic of the evaluation: errors of moments, overlap of ranges, constant answers."""

from __future__ import annotations

import re

import numpy as np

from ..data.teacher import Truth

NUMBERS = re.compile(r"\d+")


def numbers_of(answer: str | None) -> list[int]:
    """All whole numbers of an answer, none when it declines."""
    if answer is None or answer.startswith("cannot tell"):
        return []
    return [int(n) for n in NUMBERS.findall(answer)]


def moments_of(task: str, answer: str | None) -> tuple[int | None, int | None]:
    """Take-off and entry frame that an answer states, None where it states none."""
    numbers = numbers_of(answer)
    if task == "takeoff" and len(numbers) == 1:
        return numbers[0], None
    if task == "entry" and len(numbers) == 1:
        return None, numbers[0]
    if task == "both" and len(numbers) == 2:
        return numbers[0], numbers[1]
    if task == "flight" and len(numbers) == 2:
        return numbers[0], numbers[1] + 1
    return None, None


def within(values: list[int | None], truths: list[int], tolerance: int) -> float:
    """Share of values that lie within the tolerance; a missing value is wrong."""
    hits = [v is not None and abs(v - t) <= tolerance for v, t in zip(values, truths, strict=True)]
    return float(np.mean(hits)) if hits else 0.0


def overlap(first: int | None, last: int | None, truth_first: int, truth_last: int) -> float:
    """Intersection over union of two inclusive ranges of frames."""
    if first is None or last is None or last < first:
        return 0.0
    common = min(last, truth_last) - max(first, truth_first) + 1
    if common <= 0:
        return 0.0
    return common / (last - first + 1 + truth_last - truth_first + 1 - common)


def best_constant(truths: list[Truth]) -> dict[str, float]:
    """The best answers that ignore the picture: one fixed share of the clip for each moment, fitted to the truth."""
    shares = np.linspace(0, 1, 201)

    def fit(name: str, tolerance: int) -> float:
        moments = np.array([t.moment(name) for t in truths])
        counts = np.array([t.frame_count for t in truths])
        return float(max((np.abs(np.round(s * counts) - moments) <= tolerance).mean() for s in shares))

    best = 0.0
    for a in shares[::8]:
        for b in shares[::8]:
            if b > a:
                rows = [overlap(round(a * t.frame_count), round(b * t.frame_count), t.takeoff, t.entry - 1) for t in truths]
                best = max(best, float(np.mean(rows)))
    return {
        "takeoffWithin2": fit("takeoff", 2),
        "takeoffWithin1": fit("takeoff", 1),
        "entryWithin2": fit("entry", 2),
        "entryWithin1": fit("entry", 1),
        "flightOverlap": best,
    }
