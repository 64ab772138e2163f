"""Joint angles over time: on the board (standing, approach, armstand) and in flight (straight, pike, tuck, twist)."""

from __future__ import annotations

import numpy as np

from .body import Pose
from .plan import DivePlan

PI = np.pi


def _keys(times: np.ndarray, *pairs: tuple[float, float]) -> np.ndarray:
    """Eases through (time, value) pairs with a flat tangent at every key."""
    at = np.array([pair[0] for pair in pairs], float)
    values = np.array([pair[1] for pair in pairs], float)
    index = np.clip(np.searchsorted(at, times, side="right") - 1, 0, len(at) - 2)
    share = np.clip((times - at[index]) / (at[index + 1] - at[index]), 0, 1)
    share = share * share * (3 - 2 * share)
    return values[index] + (values[index + 1] - values[index]) * share


def _pose(times: np.ndarray, **channels: np.ndarray | float) -> Pose:
    """A pose whose unnamed channels are 0; `hip`, `knee`, `shoulder`, `elbow` set both sides."""
    full: dict[str, np.ndarray] = {}
    for name in Pose.__dataclass_fields__:
        both = name.rsplit("_", 1)[0]
        value = channels.get(name, channels.get(both, 0.0))
        full[name] = np.broadcast_to(np.asarray(value, float), times.shape).copy()
    return Pose(**full)


def contact_pose(plan: DivePlan, times: np.ndarray, facing: int) -> Pose:
    """The pose while in contact with the board; take-off is at time 0, times are negative."""
    if plan.start == "armstand":
        return _armstand(plan, times, facing)
    return _feet(plan, times, facing)


def _feet(plan: DivePlan, times: np.ndarray, facing: int) -> Pose:
    lead = 0.16 if plan.direction in (1, 2) else 0.06
    raised = plan.style % 3 == 0 and plan.start == "standing"
    rest = 2.9 if raised else 0.12
    sway = 0.015 * np.sin(2 * PI * 0.3 * times + plan.style % 7)
    body = _keys(times, (-9, 0), (-0.5, 0.0), (-0.2, 0.03), (0, lead)) + sway * (times < -0.6)
    hip = _keys(times, (-2.4, 0.0), (-1.9, 0.0), (-0.75, 0.05), (-0.27, 1.15), (-0.02, 0.1), (0, 0.06))
    knee = _keys(times, (-2.4, 0.0), (-1.9, 0.0), (-0.75, 0.08), (-0.27, 1.45), (-0.02, 0.1), (0, 0.05))
    heel = _keys(times, (-2.6, 0.0), (-1.5, 0.5), (-0.85, 0.55), (-0.35, 0.15), (-0.1, 0.5), (0, 1.0))
    shoulder = _keys(times, (-3.2, rest), (-2.6, rest), (-1.5, 2.7), (-0.8, 2.6), (-0.42, 0.2), (-0.2, 0.9), (-0.02, 2.7), (0, 2.75))
    # Small bounces of the knees while the toes stay on the board: the hard case near take-off.
    pump = plan.bounce * np.exp(-(((times + 1.7) / 0.6) ** 2)) * np.sin(2 * PI * 1.6 * times)
    hip_left = hip_right = hip + 0.18 * np.clip(pump, 0, 1)
    knee_left = knee_right = knee + 0.3 * np.clip(pump, 0, 1)
    spread = 0.35 * _keys(times, (-2.4, 0), (-1.6, 1), (-0.8, 1), (-0.3, 0.0))
    if plan.start == "approach":
        stride = _keys(times, (-4.6, 0.0), (-4.2, 1.0), (-1.45, 1.0), (-1.15, 0.0))
        cycle = 2 * PI * 1.05 * times
        hip_left = hip_left + stride * 0.5 * np.sin(cycle)
        hip_right = hip_right - stride * 0.5 * np.sin(cycle)
        knee_left = knee_left + stride * 0.6 * np.clip(np.cos(cycle), 0, 1)
        knee_right = knee_right + stride * 0.6 * np.clip(-np.cos(cycle), 0, 1)
        # The last step lifts one knee while the other foot stays on its toes.
        lift = _keys(times, (-1.35, 0.0), (-1.0, 1.0), (-0.85, 1.0), (-0.6, 0.0))
        hip_left = hip_left + 1.35 * lift
        knee_left = knee_left + 1.5 * lift
        heel = heel * (1 - stride)
        shoulder = shoulder * (1 - stride) + stride * 0.5 * np.sin(cycle)
    return _pose(
        times,
        body=body,
        hip_left=hip_left,
        hip_right=hip_right,
        knee_left=knee_left,
        knee_right=knee_right,
        shoulder=shoulder,
        elbow=0.15,
        spread=spread,
        heel=heel,
        planted=1.0,
    )


def _armstand(plan: DivePlan, times: np.ndarray, facing: int) -> Pose:
    sign = 1 if plan.direction in (1, 2) else -1
    sway = 0.02 * np.sin(2 * PI * 0.5 * times + plan.style % 5)
    body = PI + sway * (times < -0.6) + sign * _keys(times, (-9, 0), (-0.75, 0), (0, 0.20))
    bend = _keys(times, (-9, 0), (-1.0, 0.0), (-0.42, 0.5 + 0.3 * plan.bounce), (-0.03, 0.05), (0, 0.03))
    split = _keys(times, (-6, 0.5), (-3.5, 0.5), (-2.6, 0.0)) * (plan.style % 2)
    return _pose(
        times,
        body=body,
        hip_left=bend + split,
        hip_right=bend - split,
        shoulder=PI - 0.02 + 0.1 * bend,
        elbow=0.0,
        planted=0.0,
    )


def flight_pose(plan: DivePlan, times: np.ndarray, flight_seconds: float, facing: int, sign: int) -> Pose:
    """The pose from take-off (time 0) to the way under water."""
    share = times / flight_seconds
    total = plan.half_somersaults
    close = 0.16 if total > 3 else 0.22
    opened = 0.74 if total > 4 else 0.62 if total > 2 else 0.5
    fold = _keys(share, (0, 0), (0.07, 0), (close + 0.05, 1), (opened, 1), (min(opened + 0.17, 0.92), 0), (2, 0))
    twisting = plan.half_twists > 0
    kind = plan.position
    if kind == "D" or kind == "A":
        hip, knee = 0.12 * fold, 0.05 * fold
    elif kind == "B":
        hip, knee = 2.15 * fold, 0.03 * fold
    else:
        hip, knee = 2.2 * fold, 2.35 * fold
    if twisting and kind in "BC":
        # Twists are done straight first, then the body closes.
        late = _keys(share, (0, 0), (0.42, 0), (0.52, 1), (opened, 1), (min(opened + 0.15, 0.93), 0), (2, 0))
        hip, knee = hip / np.maximum(fold, 1e-6) * late, knee / np.maximum(fold, 1e-6) * late
        fold = late
    head_first = (total % 2 == 0) == (plan.group == 6)
    last = PI - 0.03 if head_first else 0.08
    first = PI - 0.05 if plan.start == "armstand" else 2.75
    held = {"A": 0.15 if plan.style % 2 else 1.5, "B": 1.25, "C": 0.85, "D": 0.4}[kind]
    if kind == "D" or (twisting and kind in "BC"):
        held = 0.5
    shoulder = _keys(share, (0, first), (0.07, first), (close + 0.05, held), (opened, held), (0.92, last), (2, last))
    elbow = _keys(share, (0, 0.1), (close, 0.1), (close + 0.05, 1.0 if kind in "CD" else 0.2), (opened, 0.8), (0.9, 0.0))
    spread = np.zeros_like(times)
    if kind == "A" and plan.style % 2 == 0 and not twisting:
        spread = _keys(share, (0.05, 0), (0.25, 1), (0.6, 1), (0.85, 0))
    # Angular momentum is constant in flight: a closed body turns faster.
    inertia = 1 - fold * {"A": 0.0, "B": 0.58, "C": 0.72, "D": 0.1}[kind]
    grid = np.linspace(0, 1, 400)
    rate = 1.0 / np.interp(grid, share, inertia) if len(times) > 1 else np.ones_like(grid)
    turned = np.concatenate([[0], np.cumsum(0.5 * (rate[1:] + rate[:-1]))])
    turned = np.interp(share, grid, turned / turned[-1])
    base = PI if plan.start == "armstand" else 0.0
    lean = 0.20 * (1 if plan.direction in (1, 2) else -1) if plan.start == "armstand" else 0.0
    if plan.start != "armstand":
        lean = 0.16 if plan.direction in (1, 2) else 0.06
    body = base + lean + turned * (sign * total * PI - lean)
    twist = plan.half_twists * PI * _keys(share, (0, 0), (0.1, 0), (0.55 if kind in "BC" else 0.85, 1), (2, 1))
    if not twisting:
        twist = np.zeros_like(times)
    planted = np.clip(1 - times / 0.07, 0, 1) if plan.start != "armstand" else np.zeros_like(times)
    return _pose(
        times,
        body=body,
        twist=twist,
        hip=hip + 0.06 * np.exp(-share * 40),
        knee=knee + 0.05 * np.exp(-share * 40),
        shoulder=shoulder,
        elbow=elbow,
        spread=spread,
        heel=1.0,
        planted=planted,
    )
