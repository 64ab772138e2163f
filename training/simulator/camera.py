"""The camera of a dive: a fixed wide view of low boards, or a view that follows the diver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .motion import Motion
from .plan import DivePlan


@dataclass(frozen=True)
class Camera:
    """Metres seen from edge to edge of the square picture, and its middle [frames, 2] in the world."""

    view: float
    middle: np.ndarray
    mirrored: bool


def _smooth(path: np.ndarray, sigma: float) -> np.ndarray:
    reach = max(int(3 * sigma), 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma, 0.3)) ** 2)
    weights /= weights.sum()
    padded = np.concatenate([np.repeat(path[:1], reach, 0), path, np.repeat(path[-1:], reach, 0)])
    return np.stack([np.convolve(padded[:, axis], weights, "valid") for axis in range(2)], -1)


def place_camera(plan: DivePlan, motion: Motion) -> Camera:
    """Draws the camera from the plan's style seed."""
    rng = np.random.default_rng([plan.style, 7])
    mirrored = bool(rng.random() < 0.5)
    fixed = plan.board_height <= 3.0 and rng.random() < (0.5 if plan.board_height < 2 else 0.25)
    if fixed:
        apex = float(motion.centre[:, 1].max())
        view = max(apex + 1.1 + 1.0, 5.0) * float(rng.uniform(1.0, 1.08))
        x = float(rng.uniform(-0.3, 0.9)) + 0.3
        middle = np.tile([x, view / 2 - 1.0], (motion.frame_count, 1))
        return Camera(view, middle, mirrored)
    view = float(rng.uniform(3.7, 5.2))
    target = motion.centre.copy()
    low = view * float(rng.uniform(0.10, 0.2))
    target[:, 1] = np.maximum(target[:, 1], low)
    target[:, 0] = np.clip(target[:, 0], -3.2, motion.entry_x + 0.4)
    target += rng.uniform(-0.08, 0.08, 2) * view
    # The operator is a little late or early, and the view is smooth.
    sigma = plan.frames_per_second * float(rng.uniform(0.08, 0.16))
    middle = _smooth(target, sigma)
    wobble = np.cumsum(rng.normal(0, 0.006, (motion.frame_count, 2)), 0)
    middle = middle + _smooth(wobble - np.linspace(0, 1, motion.frame_count)[:, None] * wobble[-1], 6.0)
    return Camera(view, middle, mirrored)
