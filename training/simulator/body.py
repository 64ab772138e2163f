"""The diver's body: joint angles to fourteen capsules in three dimensions.

Body frame: u forward (belly), v to the side, w up along the trunk; metres, pelvis at the origin.
Limb angles are measured from "down along the trunk" towards the front.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CAPSULES = (
    "trunk", "chest", "neck", "head",
    "upper_arm_left", "forearm_left", "upper_arm_right", "forearm_right",
    "thigh_left", "shank_left", "foot_left", "thigh_right", "shank_right", "foot_right",
)  # fmt: skip

RADII = np.array([0.125, 0.14, 0.055, 0.1, 0.05, 0.042, 0.05, 0.042, 0.085, 0.06, 0.04, 0.085, 0.06, 0.04])
"""Capsule radii in metres for a body of 1.7 m."""

MASSES = np.array([0.24, 0.22, 0.02, 0.07, 0.028, 0.022, 0.028, 0.022, 0.105, 0.05, 0.015, 0.105, 0.05, 0.015])
"""Mass shares of the capsules (after common anthropometric tables, rounded)."""


@dataclass
class Pose:
    """Joint angles over time; every field is an array [frames], radians unless said otherwise."""

    body: np.ndarray
    """Rotation of the body's axis in the picture plane, clockwise, 0 upright."""
    twist: np.ndarray
    hip_left: np.ndarray
    hip_right: np.ndarray
    knee_left: np.ndarray
    knee_right: np.ndarray
    shoulder_left: np.ndarray
    shoulder_right: np.ndarray
    elbow_left: np.ndarray
    elbow_right: np.ndarray
    spread: np.ndarray
    """Arms to the side, 0 to 1."""
    heel: np.ndarray
    """Lift of the heels while the toes stand, radians."""
    planted: np.ndarray
    """1 while the feet lie flat on the board, 0 with pointed toes."""


def _limb(angle: np.ndarray, length: float) -> np.ndarray:
    return np.stack([np.sin(angle) * length, np.zeros_like(angle), -np.cos(angle) * length], -1)


def body_capsules(pose: Pose, facing: int, body_height: float) -> tuple[np.ndarray, np.ndarray]:
    """Capsule ends [frames, 14, 2, 3] in world axes (x away from the board, y up, z to the viewer)
    relative to the pelvis, and radii [14]. `facing` is 1 towards the water, -1 towards the board."""
    scale = body_height / 1.7
    frames = pose.body.shape[0]
    hip = 0.5 * (pose.hip_left + pose.hip_right)
    lean = facing * pose.body + hip * 0.5
    ends = np.zeros((frames, 14, 2, 3))
    zero = np.zeros(3)
    up = np.array([0.0, 0.0, 1.0])
    shoulder = up * 0.47
    neck = up * 0.56
    bend = np.stack([np.sin(0.35 * hip), 0 * hip, np.cos(0.35 * hip)], -1)
    ends[:, 0] = [zero, up * 0.24]
    ends[:, 1] = [up * 0.26, up * 0.43]
    ends[:, 2, 0] = shoulder
    ends[:, 2, 1] = neck
    ends[:, 3, 0] = neck + bend * 0.06
    ends[:, 3, 1] = neck + bend * 0.13
    for side, sign in (("left", -1.0), ("right", 1.0)):
        first = 4 if side == "left" else 6
        angle = getattr(pose, f"shoulder_{side}")
        fore = angle + getattr(pose, f"elbow_{side}")
        root = shoulder + np.array([0.0, 0.17 * sign, -0.03])
        upper = _limb(angle, 0.29)
        # Arms overhead close in on each other; spread arms go to the side.
        inward = np.clip((np.abs(angle) - 1.6) / 1.4, 0, 1) * 0.12 * sign
        upper[:, 1] = -inward * 0.5
        lower = _limb(fore, 0.40)
        lower[:, 1] = -inward * 0.6
        out = pose.spread[:, None]
        upper = upper * (1 - out) + out * np.array([0.0, 0.29 * sign, 0.0])
        lower = lower * (1 - out) + out * np.array([0.0, 0.40 * sign, 0.0])
        ends[:, first, 0] = root
        ends[:, first, 1] = root + upper
        ends[:, first + 1, 0] = root + upper
        ends[:, first + 1, 1] = root + upper + lower
        first = 8 if side == "left" else 11
        thigh_angle = getattr(pose, f"hip_{side}")
        shank_angle = thigh_angle - getattr(pose, f"knee_{side}")
        flat = lean + np.pi / 2 - pose.heel
        pointed = shank_angle + 0.12
        foot_angle = pose.planted * flat + (1 - pose.planted) * pointed
        root = np.array([0.0, 0.085 * sign, -0.02])
        knee = root + _limb(thigh_angle, 0.42)
        ankle = knee + _limb(shank_angle, 0.41)
        toe = ankle + _limb(foot_angle, 0.19)
        ends[:, first, 0] = root
        ends[:, first, 1] = knee
        ends[:, first + 1, 0] = knee
        ends[:, first + 1, 1] = ankle
        ends[:, first + 2, 0] = ankle
        ends[:, first + 2, 1] = toe
    ends *= scale
    u, v, w = ends[..., 0], ends[..., 1], ends[..., 2]
    cos, sin = np.cos(pose.twist)[:, None, None], np.sin(pose.twist)[:, None, None]
    u, v = facing * (cos * u - sin * v), sin * u + cos * v
    angle = (pose.body + facing * np.cos(pose.twist) * hip * 0.5)[:, None, None]
    x = np.cos(angle) * u + np.sin(angle) * w
    y = -np.sin(angle) * u + np.cos(angle) * w
    return np.stack([x, y, v], -1), RADII * scale


def centre_of_mass(ends: np.ndarray) -> np.ndarray:
    """Centre of mass [frames, 2] (x, y) of capsule ends [frames, 14, 2, 3]."""
    return np.einsum("c,fcd->fd", MASSES / MASSES.sum(), ends.mean(2)[..., :2])


def lowest_point(ends: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Height [frames] of the lowest point of the body."""
    return (ends[..., 1] - radii[None, :, None]).min((1, 2))
