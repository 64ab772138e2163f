"""Training pictures of dives: rendered frames with the wear of real files (compression, blur, light, noise)."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ..model.build import PIXELS
from ..simulator.plan import HELD_OUT_SEED_START
from ..simulator.renderer import DiveRenderer, open_dive
from .teacher import Truth

NOISE = np.random.default_rng(0).normal(0, 1, 400_000).astype(np.float32)
"""Drawing fresh noise for every picture would cost more than rendering it."""
MONITOR_SEED_START = 1_500_000_000
"""Held-out dives watched during training; evaluation uses others."""


@dataclass(frozen=True)
class Wear:
    """One file's wear, drawn once for a clip."""

    supersample: int
    jpeg_quality: int
    blur: float
    gain: float
    offset: float
    noise: float


def draw_wear(rng: np.random.Generator) -> Wear:
    """Half of the clips are nearly clean, the rest are compressed, soft, dim or noisy."""
    return Wear(
        supersample=2 if rng.random() < 0.1 else 1,
        jpeg_quality=int(rng.integers(45, 95)) if rng.random() < 0.35 else 0,
        blur=float(rng.uniform(0.1, 0.8)) if rng.random() < 0.4 else 0.0,
        gain=float(rng.uniform(0.85, 1.15)),
        offset=float(rng.uniform(-10, 10)),
        noise=float(rng.uniform(0, 5)) if rng.random() < 0.3 else 0.0,
    )


def halve(picture: np.ndarray) -> np.ndarray:
    """Area average of 2x2 pixels."""
    height, width, _ = picture.shape
    blocks = picture.reshape(height // 2, 2, width // 2, 2, 3).astype(np.float32)
    return (blocks.mean((1, 3)) + 0.5).astype(np.uint8)


def _soften(picture: np.ndarray, amount: float) -> np.ndarray:
    for axis in (0, 1):
        around = np.roll(picture, 1, axis) + np.roll(picture, -1, axis)
        picture = picture * (1 - amount * 0.5) + around * (amount * 0.25)
    return picture


def worn(picture: np.ndarray, wear: Wear, rng: np.random.Generator) -> np.ndarray:
    """The picture [side, side, 3] uint8 after the file's wear."""
    x = picture.astype(np.float32) * wear.gain + wear.offset
    if wear.blur:
        x = _soften(x, wear.blur)
    if wear.noise:
        start = int(rng.integers(0, len(NOISE) - x.size))
        x = x + wear.noise * NOISE[start : start + x.size].reshape(x.shape)
    picture = np.clip(x, 0, 255).astype(np.uint8)
    if wear.jpeg_quality:
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "jpeg", quality=wear.jpeg_quality)
        picture = np.asarray(Image.open(buffer).convert("RGB"))
    return picture


class TrainingDive:
    """A dive that gives worn training pictures and its truth."""

    def __init__(self, seed: int, rng: np.random.Generator) -> None:
        self.rng = rng
        self.wear = draw_wear(rng)
        self.dive: DiveRenderer = open_dive(seed, PIXELS * self.wear.supersample)
        motion = self.dive.motion
        self.truth = Truth(motion.frame_count, motion.takeoff_frame, motion.entry_frame)
        self.drawn: dict[int, np.ndarray] = {}

    def picture(self, frame: int) -> np.ndarray:
        """Frame as uint8 [112, 112, 3]; drawn once, as several examples may show it."""
        if frame not in self.drawn:
            self.drawn[frame] = self._draw(frame)
        return self.drawn[frame]

    def places(self, frame: int) -> np.ndarray:
        """Where body, board and water are in the picture (see DiveRenderer.places)."""
        return self.dive.places(frame)

    def _draw(self, frame: int) -> np.ndarray:
        picture = self.dive.frame(frame)
        if self.wear.supersample == 2:
            picture = halve(picture)
        return worn(picture, self.wear, self.rng)


def draw_seed(rng: np.random.Generator, monitor: bool = False) -> int:
    """A dive's seed that no held-out dive has; with `monitor` one that training never uses."""
    if monitor:
        return int(rng.integers(MONITOR_SEED_START, MONITOR_SEED_START + 10**8))
    return int(rng.integers(0, HELD_OUT_SEED_START))
