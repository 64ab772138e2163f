"""Draws any frame of a dive at any size: backdrop, board, diver, water."""

from __future__ import annotations

import numpy as np

from .camera import place_camera
from .motion import BOARD_LENGTH, Motion, compute_motion, drop_at
from .plan import DivePlan, plan_dive
from .scene import Look, draw_backdrop, draw_look
from .water import draw_ripples, draw_splash, make_splash

SUIT_CAPSULES = (0,)


class DiveRenderer:
    """One dive at one picture size. Cost: a few milliseconds to open, then under a millisecond a frame at 112."""

    def __init__(self, plan: DivePlan, size: int, motion: Motion | None = None) -> None:
        self.plan, self.size = plan, size
        self.motion = motion or compute_motion(plan)
        self.look: Look = draw_look(plan)
        self.camera = place_camera(plan, self.motion)
        self.splash = make_splash(plan, self.motion)
        self.scale = size / self.camera.view
        half = self.camera.view / 2
        middle = self.camera.middle
        margin = 2 / self.scale
        left, bottom = middle.min(0) - half - margin
        right, top = middle.max(0) + half + margin
        self.backdrop = draw_backdrop(plan, self.look, float(left), float(bottom), float(right - left), float(top - bottom), self.scale)
        base = np.tile(self.look.skin, (14, 1))
        base[list(SUIT_CAPSULES)] = self.look.suit
        if plan.style % 2:
            base[1] = self.look.suit
        self.colours = base.astype(np.float32)

    def frame(self, index: int) -> np.ndarray:
        """Frame `index` as uint8 RGB [size, size, 3]."""
        size, scale, canvas = self.size, self.scale, self.backdrop
        i, j, left, top = self._window(index)
        pixels = canvas.pixels[j : j + size, i : i + size].copy()
        time = float(self.motion.times[index])
        draw_ripples(pixels, left, top, scale, time, self.look.ripple, self.look.far_band)
        if self.plan.springboard:
            self._draw_springboard(pixels, left, top, float(self.motion.tip_drop[index]))
        self._draw_body(pixels, left, top, index)
        draw_splash(pixels, left, top, scale, time - self.motion.entry_time, self.motion.entry_x, self.splash)
        if self.camera.mirrored:
            pixels = pixels[:, ::-1]
        return (np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)

    def _window(self, index: int) -> tuple[int, int, float, float]:
        """Column and row of the camera's window in the backdrop, and the world's x and y of its upper left corner."""
        size, scale, canvas = self.size, self.scale, self.backdrop
        x, y = self.camera.middle[index]
        i = round(float((x - canvas.left) * scale - size / 2))
        j = round(float((canvas.top - y) * scale - size / 2))
        i = min(max(i, 0), canvas.columns - size)
        j = min(max(j, 0), canvas.rows - size)
        return i, j, canvas.left + i / scale, canvas.top - j / scale

    def places(self, index: int) -> np.ndarray:
        """Where things are in the picture [7]: the body's lowest point (x, y), the board's tip (x, y), the waterline (y),
        all in -1..1 across the picture and cut at 1.6; the square root of the gap between body and board in metres (cut
        at 1); the height over the water in metres (cut at -0.5 and 1.5)."""
        motion = self.motion
        _, _, left, top = self._window(index)
        points = motion.ends[index].reshape(-1, 3)
        low = points[np.argmin(points[:, 1] - np.repeat(motion.radii, 2))]
        height = float((points[:, 1] - np.repeat(motion.radii, 2)).min())
        drop = float(motion.tip_drop[index])
        ground = self.plan.board_height - float(drop_at(drop, min(float(low[0]), 0.0)))
        gap = 1.0 if index >= motion.entry_frame else min(max(height - ground, 0.0), 1.0)
        if index >= motion.takeoff_frame and low[0] > 0.8:
            gap = 1.0
        side = -1.0 if self.camera.mirrored else 1.0
        half = self.size / 2

        def across(x: float) -> float:
            return side * ((x - left) * self.scale - half) / half

        def down(y: float) -> float:
            return ((top - y) * self.scale - half) / half

        seen = [across(float(low[0])), down(height), across(0.0), down(self.plan.board_height - drop), down(0.0)]
        return np.array([*np.clip(seen, -1.6, 1.6), gap**0.5, min(max(height, -0.5), 1.5)], np.float32)

    def _draw_springboard(self, pixels: np.ndarray, left: float, top: float, tip_drop: float) -> None:
        size, scale = self.size, self.scale
        end = min(int((0 - left) * scale) + 2, size)
        if end <= 0:
            return
        x = left + (np.arange(end) + 0.5) / scale
        upper = self.plan.board_height - drop_at(tip_drop, x)
        first = max(int((top - upper.max()) * scale) - 2, 0)
        last = min(int((top - upper.min() + 0.12) * scale) + 3, size)
        if first >= last:
            return
        y = top - (np.arange(first, last) + 0.5)[:, None] / scale
        thick = np.where(x < -1.5, 0.085, 0.06)[None]
        cover = np.clip((upper[None] - y) * scale + 0.5, 0, 1) * np.clip((y - upper[None] + thick) * scale + 0.5, 0, 1)
        cover *= np.clip(-x * scale + 0.5, 0, 1)[None] * (x > -BOARD_LENGTH - 0.3)[None]
        shade = np.clip(1.1 - (upper[None] - y) * 7, 0.4, 1.1)[..., None].astype(np.float32)
        part = pixels[first:last, :end]
        part += (self.look.board * shade - part) * cover.astype(np.float32)[..., None]

    def _draw_body(self, pixels: np.ndarray, left: float, top: float, index: int) -> None:
        size, scale = self.size, self.scale
        ends = self.motion.ends[index]
        px = ((ends[..., 0] - left) * scale).astype(np.float32)
        py = ((top - ends[..., 1]) * scale).astype(np.float32)
        radius = (self.motion.radii * scale).astype(np.float32)
        reach = float(radius.max()) + 1.5
        i0, i1 = max(int(px.min() - reach), 0), min(int(px.max() + reach) + 1, size)
        j0, j1 = max(int(py.min() - reach), 0), min(int(py.max() + reach) + 1, size)
        if i0 >= i1 or j0 >= j1:
            return
        gx = np.arange(i0, i1, dtype=np.float32)[None, None] + 0.5
        gy = np.arange(j0, j1, dtype=np.float32)[None, :, None] + 0.5
        ax, ay = px[:, 0, None, None], py[:, 0, None, None]
        dx, dy = px[:, 1, None, None] - ax, py[:, 1, None, None] - ay
        rx, ry = gx - ax, gy - ay
        along = np.clip((rx * dx + ry * dy) / np.maximum(dx * dx + dy * dy, 1e-6), 0, 1)
        rx, ry = rx - along * dx, ry - along * dy
        distance = np.sqrt(rx * rx + ry * ry)
        r = radius[:, None, None]
        cover = np.clip(r - distance + 0.5, 0, 1)
        # Nearest capsule wins; its roundness lifts the middle above its edge.
        depth = ends[..., 2].mean(1).astype(np.float32)[:, None, None] * scale
        key = np.where(cover > 0.3, depth + np.sqrt(np.maximum(r * r - distance * distance, 0)), -1e6)
        front = key.argmax(0)
        alpha = cover.max(0)
        row, column = np.indices(front.shape, sparse=True)
        flat = front, row, column
        inside = np.minimum(distance[flat] / radius[front], 1)
        nx, ny = rx[flat] / radius[front], ry[flat] / radius[front]
        light = self.look.light
        lit = nx * light[0] - ny * light[1] + np.sqrt(1 - inside * inside) * light[2]
        shade = (0.62 + 0.45 * np.clip(lit, 0, 1)).astype(np.float32)
        colour = self.colours[front]
        hair = (front == 3) & ((along[flat] > 0.35) | (inside > 0.55))
        colour = np.where(hair[..., None], self.look.hair, colour) * shade[..., None]
        # Below the surface the water takes the body's colour and contrast away.
        height = top - gy[0] / scale
        sunk = np.clip(-height, 0, None)
        alpha = np.where(height < 0, alpha * 0.62 * np.exp(-0.75 * sunk), alpha)
        tint = np.where(height < 0, np.exp(-0.9 * sunk) * 0.6, 1.0)[..., None].astype(np.float32)
        colour = colour * tint + self.look.water_near * (1 - tint)
        part = pixels[j0:j1, i0:i1]
        part += (colour - part) * alpha.astype(np.float32)[..., None]


def open_dive(seed: int, size: int = 112, frames_per_second: float | None = None) -> DiveRenderer:
    """The renderer of the dive with this seed."""
    return DiveRenderer(plan_dive(seed, frames_per_second), size)
