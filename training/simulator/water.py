"""What the water does when the diver enters: splash, drops, foam, bubbles; and ripples at all times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .motion import GRAVITY, Motion
from .plan import DivePlan


@dataclass(frozen=True)
class Splash:
    """Fixed random numbers of a dive's splash."""

    size: float
    angle: np.ndarray
    speed: np.ndarray
    radius: np.ndarray
    phase: np.ndarray


def make_splash(plan: DivePlan, motion: Motion) -> Splash:
    """Draws the splash from the plan's style seed; bigger from higher boards."""
    rng = np.random.default_rng([plan.style, 11])
    count = 36
    return Splash(
        size=float(rng.uniform(0.5, 1.25) * (0.55 + 0.05 * motion.entry_speed)),
        angle=rng.normal(0, 0.42, count),
        speed=rng.uniform(0.25, 1.0, count) ** 0.7,
        radius=rng.uniform(0.018, 0.05, count),
        phase=rng.uniform(0, 2 * np.pi, 8),
    )


def _blend(part: np.ndarray, colour: np.ndarray, alpha: np.ndarray) -> None:
    part += (colour - part) * alpha.astype(np.float32)[..., None]


def draw_ripples(pixels: np.ndarray, left: float, top: float, scale: float, time: float, strength: float, far: float) -> None:
    """Moving light on the water rows of `pixels` (world x of the first column, world y of the first row)."""
    row = max(int((top - far) * scale), 0)
    if row >= pixels.shape[0]:
        return
    y = top - (np.arange(row, pixels.shape[0]) + 0.5) / scale
    x = left + (np.arange(pixels.shape[1]) + 0.5) / scale
    depth = np.clip(far - y, 0.02, None)
    tone = np.sin(14 * np.sqrt(depth) * 1.7 - 2.1 * time)[:, None] * np.sin(3.1 * x + 1.3 * time)[None]
    tone += 0.6 * np.sin(23 * np.sqrt(depth) + 2.9 * time)[:, None] * np.sin(7.3 * x - 1.9 * time)[None]
    pixels[row:] += (0.035 * strength * tone).astype(np.float32)[..., None]


def draw_splash(pixels: np.ndarray, left: float, top: float, scale: float, since: float, x0: float, splash: Splash) -> None:
    """Splash, foam and bubbles `since` seconds after the first touch, in place."""
    if since < 0:
        return
    rows, columns = pixels.shape[:2]
    white = np.array([0.93, 0.97, 0.99], np.float32)
    i0, i1 = int((x0 - 1.9 - left) * scale), int((x0 + 1.9 - left) * scale) + 1
    i0, i1 = max(i0, 0), min(i1, columns)
    if i0 >= i1:
        return
    x = left + (np.arange(i0, i1) + 0.5) / scale - x0
    # Foam on the surface spreads and fades, bubbles rise below it.
    spread = 0.18 + 0.55 * (1 - np.exp(-1.6 * since))
    foam = 0.85 * np.exp(-0.55 * since) * np.clip(since / 0.06 + 0.35, 0, 1)
    j0, j1 = max(int((top - 0.14) * scale), 0), min(int((top + 0.9) * scale) + 1, rows)
    if j0 < j1:
        y = top - (np.arange(j0, j1) + 0.5) / scale
        ring = np.exp(-((x / spread) ** 2) * 1.6)[None] * np.exp(-(((y + 0.02) / 0.07) ** 2))[:, None]
        cloud = np.exp(-((x / (0.2 + 0.25 * min(since, 1.5))) ** 2))[None]
        cloud = cloud * np.exp(-(((y + 0.35) / (0.32 + 0.1 * since)) ** 2))[:, None] * (y < 0)[:, None]
        speckle = 0.85 + 0.15 * np.sin(11 * x + splash.phase[3])[None]
        alpha = np.clip(foam * ring + 0.55 * np.exp(-0.8 * since) * min(since / 0.15 + 0.1, 1) * cloud * speckle, 0, 1)
        _blend(pixels[j0:j1, i0:i1], white, alpha)
    # The column of thrown water: up in a quarter of a second, down within a second.
    peak = splash.size * (1.0 * np.exp(-(((since - 0.26) / 0.22) ** 2)) + 0.25 * np.exp(-(((since - 0.03) / 0.06) ** 2)))
    if peak > 0.02:
        width = 0.12 + 0.55 * min(since, 0.8)
        comb = 1 + 0.35 * np.sin(17 * x + splash.phase[1]) + 0.25 * np.sin(39 * x + splash.phase[2] + 6 * since)
        crown = np.exp(-((x / width) ** 2)) * (0.55 + 0.6 * np.clip(np.abs(x) / width, 0, 1))
        height = np.clip(peak * crown * comb, 0, None)
        j0, j1 = max(int((top - peak * 1.7) * scale), 0), min(int((top - 0.0) * scale) + 1, rows)
        if j0 < j1:
            y = top - (np.arange(j0, j1) + 0.5) / scale
            edge = np.clip((height[None] - y[:, None]) * scale + 0.5, 0, 1) * (y > -0.03)[:, None]
            fade = 0.85 * np.clip(1.15 - y[:, None] / (height[None] + 0.05) * 0.75, 0, 1)
            _blend(pixels[j0:j1, i0:i1], white, edge * fade)
    if since < 1.3:
        _draw_drops(pixels, left, top, scale, since, x0, splash, white)


def _draw_drops(pixels: np.ndarray, left: float, top: float, scale: float, since: float, x0: float, splash: Splash,
                white: np.ndarray) -> None:  # fmt: skip
    rows, columns = pixels.shape[:2]
    speed = 3.4 * np.sqrt(splash.size) * splash.speed
    px = x0 + np.sin(splash.angle) * speed * since
    py = np.cos(splash.angle) * speed * since - 0.5 * GRAVITY * since**2
    ci, cj = (px - left) * scale, (top - py) * scale
    radius = np.maximum(splash.radius * scale, 0.45)
    seen = (py > 0) & (ci > 1) & (ci < columns - 2) & (cj > 1) & (cj < rows - 2)
    for i, j, r in zip(ci[seen], cj[seen], radius[seen], strict=True):
        reach = int(r + 1.5)
        a, b = max(int(j) - reach, 0), max(int(i) - reach, 0)
        part = pixels[a : int(j) + reach + 1, b : int(i) + reach + 1]
        yy = np.arange(a, a + part.shape[0])[:, None] + 0.5 - j
        xx = np.arange(b, b + part.shape[1])[None] + 0.5 - i
        _blend(part, white, 0.8 * np.clip(r - np.sqrt(yy * yy + xx * xx) + 0.5, 0, 1))
