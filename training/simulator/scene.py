"""The still backdrop of a dive: hall or open air, stands, flags, tower, water. Drawn once, then cropped by the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .motion import BOARD_LENGTH
from .plan import DivePlan

Colour = np.ndarray


@dataclass(frozen=True)
class Look:
    """Colours and layout of a dive's surroundings; colours are RGB in 0..1."""

    wall_top: Colour
    wall_bottom: Colour
    water_far: Colour
    water_near: Colour
    water_deep: Colour
    concrete: Colour
    board: Colour
    skin: Colour
    suit: Colour
    hair: Colour
    accent: Colour
    outdoor: bool
    far_band: float
    """Height in metres of the strip of water behind the entry point."""
    ripple: float
    light: np.ndarray
    """Unit vector (x, y, z) towards the light."""


def draw_look(plan: DivePlan) -> Look:
    """Draws the looks from the plan's style seed."""
    rng = np.random.default_rng([plan.style, 3])

    def near(colour: tuple[float, float, float], spread: float = 0.08) -> Colour:
        return np.clip(np.array(colour) + rng.normal(0, spread, 3), 0.03, 0.98).astype(np.float32)

    outdoor = bool(rng.random() < 0.35)
    if outdoor:
        top, bottom = near((0.42, 0.66, 0.92)), near((0.80, 0.88, 0.95), 0.05)
    else:
        shade = rng.uniform(0.25, 0.9)
        top = near((shade * 0.9, shade * 0.95, shade))
        bottom = near((shade * 0.75, shade * 0.85, shade * 0.95))
    water = rng.uniform(0.75, 1.1)
    skins = [(0.93, 0.74, 0.60), (0.85, 0.63, 0.47), (0.68, 0.46, 0.32), (0.45, 0.29, 0.20), (0.96, 0.80, 0.69)]
    suits = [(0.75, 0.1, 0.15), (0.1, 0.15, 0.5), (0.08, 0.08, 0.1), (0.1, 0.45, 0.25), (0.85, 0.6, 0.1)]
    light = np.array([rng.uniform(-0.6, 0.6), rng.uniform(0.5, 0.9), 0.6])
    return Look(
        wall_top=top,
        wall_bottom=bottom,
        water_far=near((0.30 * water, 0.62 * water, 0.75 * water), 0.05),
        water_near=near((0.16 * water, 0.50 * water, 0.70 * water), 0.05),
        water_deep=near((0.04 * water, 0.26 * water, 0.48 * water), 0.04),
        concrete=near((0.72, 0.73, 0.74), 0.06) * np.float32(rng.uniform(0.7, 1.15)),
        board=near([(0.75, 0.85, 0.88), (0.25, 0.55, 0.75), (0.85, 0.85, 0.8)][int(rng.integers(3))], 0.05),
        skin=near(skins[int(rng.integers(len(skins)))], 0.03),
        suit=near(suits[int(rng.integers(len(suits)))], 0.06),
        hair=near([(0.12, 0.09, 0.07), (0.4, 0.26, 0.13), (0.85, 0.72, 0.45)][int(rng.integers(3))], 0.03),
        accent=near(suits[int(rng.integers(len(suits)))], 0.1),
        outdoor=outdoor,
        far_band=float(rng.uniform(0.2, 0.5)),
        ripple=float(rng.uniform(0.4, 1.0)),
        light=(light / np.linalg.norm(light)).astype(np.float32),
    )


class Canvas:
    """A float RGB picture over a rectangle of the world; x to the right, y up."""

    def __init__(self, left: float, bottom: float, width: float, height: float, pixels_per_metre: float) -> None:
        self.left, self.scale = left, pixels_per_metre
        self.columns = int(np.ceil(width * pixels_per_metre))
        self.rows = int(np.ceil(height * pixels_per_metre))
        self.top = bottom + self.rows / pixels_per_metre
        self.pixels = np.zeros((self.rows, self.columns, 3), np.float32)

    def rectangle(self, x0: float, x1: float, y0: float, y1: float, colour: Colour, alpha: float = 1.0) -> None:
        """Fills an axis-aligned rectangle with smooth edges."""
        a, b = (x0 - self.left) * self.scale, (x1 - self.left) * self.scale
        c, d = (self.top - y1) * self.scale, (self.top - y0) * self.scale
        i0, i1 = max(int(np.floor(a)), 0), min(int(np.ceil(b)), self.columns)
        j0, j1 = max(int(np.floor(c)), 0), min(int(np.ceil(d)), self.rows)
        if i0 >= i1 or j0 >= j1:
            return
        column, row = np.arange(i0, i1), np.arange(j0, j1)
        cover_x = np.clip(np.minimum(column + 1, b) - np.maximum(column, a), 0, 1)
        cover_y = np.clip(np.minimum(row + 1, d) - np.maximum(row, c), 0, 1)
        cover = (cover_y[:, None] * cover_x[None] * alpha).astype(np.float32)[..., None]
        part = self.pixels[j0:j1, i0:i1]
        part += (colour - part) * cover

    def capsule(self, start: tuple[float, float], end: tuple[float, float], radius: float, colour: Colour) -> None:
        """Fills a capsule with smooth edges."""
        x0, x1 = min(start[0], end[0]) - radius, max(start[0], end[0]) + radius
        y0, y1 = min(start[1], end[1]) - radius, max(start[1], end[1]) + radius
        i0, i1 = max(int((x0 - self.left) * self.scale) - 1, 0), min(int((x1 - self.left) * self.scale) + 2, self.columns)
        j0, j1 = max(int((self.top - y1) * self.scale) - 1, 0), min(int((self.top - y0) * self.scale) + 2, self.rows)
        if i0 >= i1 or j0 >= j1:
            return
        x = self.left + (np.arange(i0, i1) + 0.5)[None] / self.scale - start[0]
        y = self.top - (np.arange(j0, j1) + 0.5)[:, None] / self.scale - start[1]
        dx, dy = end[0] - start[0], end[1] - start[1]
        along = np.clip((x * dx + y * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
        distance = np.hypot(x - along * dx, y - along * dy)
        cover = np.clip((radius - distance) * self.scale + 0.5, 0, 1).astype(np.float32)[..., None]
        part = self.pixels[j0:j1, i0:i1]
        part += (colour - part) * cover


def _blotches(rng: np.random.Generator, rows: int, columns: int, cell: int) -> np.ndarray:
    """Smooth noise [rows, columns] in about -1..1 with details of `cell` pixels."""
    grid = rng.normal(0, 0.5, (rows // cell + 3, columns // cell + 3)).astype(np.float32)
    y, x = np.arange(rows) / cell, np.arange(columns) / cell
    i, j = y.astype(int), x.astype(int)
    fy, fx = (y - i).astype(np.float32)[:, None], (x - j).astype(np.float32)[None]
    top = grid[i][:, j] * (1 - fx) + grid[i][:, j + 1] * fx
    low = grid[i + 1][:, j] * (1 - fx) + grid[i + 1][:, j + 1] * fx
    return top * (1 - fy) + low * fy


def draw_person(canvas: Canvas, x: float, ground: float, look: Look, rng: np.random.Generator) -> None:
    """A second person who only stands there."""
    height = rng.uniform(0.9, 1.0)
    shirt = np.clip(rng.random(3), 0.05, 0.95).astype(np.float32)
    for shift in (-0.08, 0.08):
        canvas.capsule((x + shift, ground + 0.06), (x + shift * 0.8, ground + 0.85 * height), 0.07, shirt * 0.5)
    canvas.capsule((x, ground + 0.9 * height), (x, ground + 1.35 * height), 0.15, shirt)
    for shift in (-0.2, 0.2):
        canvas.capsule((x + shift, ground + 0.8 * height), (x + shift * 0.9, ground + 1.35 * height), 0.05, look.skin)
    canvas.capsule((x, ground + 1.6 * height), (x, ground + 1.66 * height), 0.1, look.skin)


def draw_backdrop(plan: DivePlan, look: Look, left: float, bottom: float, width: float, height: float,
                  pixels_per_metre: float) -> Canvas:  # fmt: skip
    """The still picture over the given rectangle of the world (metres)."""
    rng = np.random.default_rng([plan.style, 5])
    canvas = Canvas(left, bottom, width, height, pixels_per_metre)
    top = canvas.top
    right = left + width
    horizon = look.far_band
    y = top - (np.arange(canvas.rows) + 0.5) / pixels_per_metre
    share = np.clip(y / 13.0, 0, 1).astype(np.float32)[:, None, None]
    canvas.pixels[:] = look.wall_bottom + (look.wall_top - look.wall_bottom) * share
    cell = max(int(pixels_per_metre * rng.uniform(0.5, 1.6)), 2)
    canvas.pixels *= 1 + 0.05 * _blotches(rng, canvas.rows, canvas.columns, cell)[..., None]
    _draw_surroundings(canvas, look, rng, left, right)
    _draw_structure(canvas, plan, look, rng)
    if rng.random() < 0.55:
        draw_person(canvas, float(rng.uniform(-3.5, 6)), horizon + 0.05, look, rng)
    _draw_water(canvas, look, rng, y)
    if plan.springboard is False:
        thick = 0.24
        h = plan.board_height
        canvas.rectangle(-6.5, 0.0, h - thick, h, look.concrete * 0.8)
        canvas.rectangle(-6.5, 0.0, h - 0.05, h, np.minimum(look.concrete * 1.15, 1.0))
        for x in np.arange(-5.5, -2.0, 0.9):
            canvas.rectangle(x - 0.02, x + 0.02, h, h + 0.95, look.concrete * 0.6)
        canvas.rectangle(-6.5, -2.2, h + 0.9, h + 0.95, look.concrete * 0.6)
    return canvas


def _draw_surroundings(canvas: Canvas, look: Look, rng: np.random.Generator, left: float, right: float) -> None:
    horizon = look.far_band
    if look.outdoor:
        green = np.array([0.18, 0.38, 0.2], np.float32) * np.float32(rng.uniform(0.7, 1.3))
        canvas.rectangle(left, right, -1.0, horizon + 1.1, green * np.float32(0.9))
        for x in np.arange(left - 1, right + 1, rng.uniform(0.8, 1.6)):
            size = rng.uniform(0.6, 1.4)
            canvas.capsule((x, horizon + 1.0), (x + 0.3, horizon + 1.6 * size + 1), size, green * rng.uniform(0.8, 1.2))
    else:
        gap = rng.uniform(1.2, 3.0)
        shade = rng.uniform(-0.10, 0.10)
        for x in np.arange(left - rng.random() * gap, right, gap):
            canvas.rectangle(x, x + gap * rng.uniform(0.1, 0.5), horizon, canvas.top, look.wall_top + np.float32(shade), 0.6)
        if rng.random() < 0.6:
            low = rng.uniform(5.0, 9.0)
            glass = np.array([0.85, 0.92, 0.97], np.float32)
            for x in np.arange(left, right, 2.2):
                canvas.rectangle(x, x + 1.7, low, low + rng.uniform(1.5, 3), glass, 0.7)
    if rng.random() < 0.6:
        base, rows = horizon + rng.uniform(0.6, 1.4), int(rng.integers(2, 6))
        for row in range(rows):
            seat = look.concrete * np.float32(0.55 + 0.08 * row)
            canvas.rectangle(left, right, base + row * 0.45, base + row * 0.45 + 0.42, seat, 0.9)
            for x in np.arange(left + rng.random(), right, 0.55):
                if rng.random() < 0.4:
                    tone = np.clip(rng.random(3) * 0.8, 0.05, 0.9).astype(np.float32)
                    sits = base + row * 0.45
                    canvas.capsule((x, sits + 0.14), (x, sits + 0.26), 0.12, tone)
                    canvas.capsule((x, sits + 0.46), (x, sits + 0.49), 0.07, look.skin * rng.uniform(0.7, 1.05))
    canvas.rectangle(left, right, horizon - 0.02, horizon + rng.uniform(0.15, 0.4), look.concrete * 0.9)
    if rng.random() < 0.7:
        low, tall, x = horizon + rng.uniform(0.3, 0.5), rng.uniform(0.3, 0.6), left
        while x < right:
            wide = rng.uniform(0.6, 2.0)
            tone = look.accent if rng.random() < 0.5 else np.clip(rng.random(3), 0.1, 0.95).astype(np.float32)
            canvas.rectangle(x, x + wide, low, low + tall, tone, 0.85)
            x += wide + 0.05
    if rng.random() < 0.5:
        line = rng.uniform(1.8, 8.0)
        tones = [look.accent, np.ones(3, np.float32), np.clip(rng.random(3), 0.1, 0.95).astype(np.float32)]
        for number, x in enumerate(np.arange(left, right, 0.5)):
            for step in range(4):
                half = 0.16 * (1 - step / 4)
                canvas.rectangle(x - half, x + half, line - 0.09 * (step + 1), line - 0.09 * step, tones[number % 3])


def _draw_structure(canvas: Canvas, plan: DivePlan, look: Look, rng: np.random.Generator) -> None:
    """Tower or stand that carries the board."""
    h = plan.board_height
    dark = look.concrete * np.float32(0.7)
    if plan.springboard:
        canvas.rectangle(-BOARD_LENGTH - 1.2, -BOARD_LENGTH + 0.3, -0.5, h - 0.05, dark)
        canvas.rectangle(-2.6, -2.3, -0.5, h - 0.08, look.concrete * 0.8)
        canvas.rectangle(-BOARD_LENGTH - 1.2, -2.3, h - 0.35, h - 0.12, look.concrete * 0.85)
        for x in (-BOARD_LENGTH, -3.6, -2.6):
            canvas.rectangle(x - 0.02, x + 0.02, h, h + 0.9, look.concrete * 0.55)
        canvas.rectangle(-BOARD_LENGTH, -2.6, h + 0.86, h + 0.91, look.concrete * 0.55)
        return
    wide = rng.uniform(0.7, 1.4)
    back = -rng.uniform(2.4, 3.2)
    canvas.rectangle(back - wide, back, -0.5, h, dark)
    canvas.rectangle(back - wide, back - wide * 0.7, -0.5, h, look.concrete * 0.6)
    for level in (1.0, 3.0, 5.0, 7.5):
        if level < h - 1 and rng.random() < 0.8:
            reach = rng.uniform(-1.8, -0.6)
            canvas.rectangle(-6.5, reach, level - 0.2, level, look.concrete * 0.85)
            if rng.random() < 0.3:
                draw_person(canvas, reach - rng.uniform(0.5, 1.5), level, look, rng)


def _draw_water(canvas: Canvas, look: Look, rng: np.random.Generator, y: np.ndarray) -> None:
    rows = y < look.far_band
    if not rows.any():
        return
    height = y[rows][:, None, None].astype(np.float32)
    far = np.clip(height / look.far_band, 0, 1)
    near = np.clip(-height / 2.2, 0, 1)
    water = look.water_near + (look.water_far - look.water_near) * far + (look.water_deep - look.water_near) * near
    cell = max(int(canvas.scale * 0.35), 2)
    noise = _blotches(rng, int(rows.sum()), canvas.columns, cell)
    canvas.pixels[rows] = water * (1 + 0.06 * noise[..., None])
    # The line at which the diver goes in, kept visible as a bright edge.
    edge = np.exp(-((y / 0.035) ** 2)).astype(np.float32)[:, None, None]
    canvas.pixels += edge * 0.10
