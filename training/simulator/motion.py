"""A dive in time: contact with the board, ballistic flight, entry, the way under water; and its truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .body import Pose, body_capsules, centre_of_mass, lowest_point
from .plan import DivePlan
from .postures import contact_pose, flight_pose

GRAVITY = 9.81
MIN_FRAMES, MAX_FRAMES = 120, 260
BOARD_LENGTH = 4.6


@dataclass(frozen=True)
class Motion:
    """Geometry of every frame of a clip, in metres; x grows away from the board's tip, y up from the water."""

    frame_count: int
    takeoff_frame: int
    """First frame without contact with the board."""
    entry_frame: int
    """First frame in which the diver touches the water."""
    times: np.ndarray
    """Seconds [frames] since take-off."""
    entry_time: float
    ends: np.ndarray
    """Capsule ends [frames, 14, 2, 3]."""
    radii: np.ndarray
    centre: np.ndarray
    """Centre of mass [frames, 2]."""
    tip_drop: np.ndarray
    """Deflection of the board's tip [frames], positive down."""
    entry_x: float
    entry_speed: float


def board_drop(plan: DivePlan, times: np.ndarray) -> np.ndarray:
    """Deflection of a springboard's tip: weight, bounces, press, and the free swing after take-off."""
    if not plan.springboard:
        return np.zeros_like(times)
    before = times < 0
    weight = np.where(times < -3.2, 0.04, 0.08)
    bounces = 0.09 * plan.bounce * np.sin(2 * np.pi * 1.6 * times) * np.exp(-(((times + 1.6) / 0.7) ** 2))
    press = 0.42 * np.exp(-(((times + 0.21) / 0.13) ** 2))
    loaded = weight + bounces + press
    loaded = loaded * np.clip(-times / 0.08, 0, 1)
    after = np.clip(times, 0, None)
    free = 0.16 * np.exp(-1.9 * after) * np.sin(2 * np.pi * 3.6 * after)
    return np.where(before, loaded, free)


def drop_at(tip_drop: np.ndarray | float, x: np.ndarray | float) -> np.ndarray | float:
    """Deflection of the board at x (0 at the tip, negative towards the base)."""
    return tip_drop * np.clip((np.asarray(x) + BOARD_LENGTH) / BOARD_LENGTH, 0, 1) ** 2


def _select(pose: Pose, keep: np.ndarray) -> Pose:
    return Pose(**{name: value[keep] for name, value in vars(pose).items()})


def _support_x(plan: DivePlan, times: np.ndarray) -> np.ndarray:
    """Where the supporting feet or hands are, metres from the tip."""
    edge = -0.16 if plan.start != "armstand" else -0.12
    if plan.start != "approach":
        return np.full_like(times, edge)
    length = 3.0
    walk = np.interp(times, [-4.4, -1.15, -0.55], [-length, -0.75, edge])
    return walk


def facing_of(plan: DivePlan) -> int:
    """1 when the belly looks to the water (upright), -1 when it looks to the board."""
    if plan.group == 6:
        return {1: 1, 2: -1, 3: 1}[plan.direction]
    return 1 if plan.direction in (1, 3) else -1


def rotation_sign(plan: DivePlan) -> int:
    """1 for rotation away from the board (clockwise), -1 for rotation towards it."""
    if plan.group == 6:
        return {1: 1, 2: 1, 3: -1}[plan.direction]
    return 1 if plan.direction in (1, 2) else -1


def _flight_time(plan: DivePlan, start_height: float, reach: float) -> float:
    fall = start_height - reach
    speed = plan.vertical_speed
    return (speed + np.sqrt(max(speed**2 + 2 * GRAVITY * fall, 0.01))) / GRAVITY


def _clip_layout(plan: DivePlan, flight_frames: int) -> tuple[int, int]:
    """Frames of the clip and the take-off frame, for a flight of `flight_frames`."""
    low = max(MIN_FRAMES, int(np.ceil(flight_frames / 0.345)))
    high = min(MAX_FRAMES, int(flight_frames / 0.155))
    count = int(np.clip(round(flight_frames / plan.flight_share), low, max(low, high)))
    rest = count - flight_frames
    takeoff = int(np.clip(round(rest * plan.before_share), 10, rest - 10))
    return count, takeoff


def compute_motion(plan: DivePlan) -> Motion:
    """Geometry and truth of a dive."""
    facing, sign = facing_of(plan), rotation_sign(plan)
    step = 1.0 / plan.frames_per_second

    # The pose at the instant of take-off fixes where the flight starts.
    zero = np.zeros(1)
    _, start_centre = _on_board(plan, zero, facing)
    head_first = (plan.half_somersaults % 2 == 0) == (plan.group == 6)
    reach = 0.5 * plan.body_height * (1.34 if head_first else 1.12)
    flight_seconds = _flight_time(plan, float(start_centre[0, 1]), reach)
    sub_frame = plan.sub_frame
    # A first touch that only grazes the water cannot be seen: shift the sampling a little.
    for candidate in (plan.sub_frame, 0.55, 0.65, 0.75, 0.85, 0.95):
        into = (flight_seconds / step - candidate) % 1.0
        sub_frame = candidate
        if into <= 0.75:
            break
    flight_frames = int(np.ceil(flight_seconds / step - sub_frame))
    count, takeoff = _clip_layout(plan, flight_frames)
    times = (np.arange(count) - takeoff + sub_frame) * step

    ends = np.zeros((count, 14, 2, 3))
    centre = np.zeros((count, 2))
    on_board = times < 0
    ends[on_board], centre[on_board] = _on_board(plan, times[on_board], facing)
    later = times[~on_board]
    body, radii = body_capsules(flight_pose(plan, later, flight_seconds, facing, sign), facing, plan.body_height)
    own = centre_of_mass(body)
    air = np.minimum(later, flight_seconds + 0.02)
    path_x = start_centre[0, 0] + plan.horizontal_speed * air
    path_y = start_centre[0, 1] + plan.vertical_speed * air - 0.5 * GRAVITY * air**2
    speed = abs(plan.vertical_speed - GRAVITY * flight_seconds)
    under = np.clip(later - flight_seconds - 0.02, 0, None)
    drag = 3.2
    depth = np.minimum(speed / drag * (1 - np.exp(-drag * under)), 3.6)
    path_y = path_y - depth + np.clip(under - 1.2, 0, 3.0) * 0.35
    path_x = path_x + 0.25 * plan.horizontal_speed * (1 - np.exp(-2 * under))
    path = np.stack([path_x, path_y], -1)
    ends[~on_board] = body + _offset(path - own)
    centre[~on_board] = path

    low = lowest_point(ends, radii)
    touched = np.flatnonzero((times > 0) & (low <= 0))
    entry = int(touched[0])
    entry_time = float(times[entry])
    entry_x = float(ends[entry].reshape(-1, 3)[np.argmin(ends[entry][..., 1].reshape(-1)), 0])
    return Motion(
        frame_count=count,
        takeoff_frame=takeoff,
        entry_frame=entry,
        times=times,
        entry_time=entry_time - 0.3 * step,
        ends=ends,
        radii=radii,
        centre=centre,
        tip_drop=board_drop(plan, times),
        entry_x=entry_x,
        entry_speed=speed,
    )


def _offset(shift: np.ndarray) -> np.ndarray:
    return np.concatenate([shift, np.zeros((len(shift), 1))], -1)[:, None, None, :]


def _on_board(plan: DivePlan, times: np.ndarray, facing: int) -> tuple[np.ndarray, np.ndarray]:
    """Capsules and centre of mass while hands or feet touch the board."""
    pose = contact_pose(plan, times, facing)
    body, radii = body_capsules(pose, facing, plan.body_height)
    support = _support_x(plan, times)
    if plan.start == "armstand":
        contact = body[:, [5, 7], 1, 0].mean(1)
    else:
        # Walking: the balance point leads; standing: the toes stay where they are.
        walking = np.clip((-0.8 - times) / 0.3, 0, 1) if plan.start == "approach" else np.zeros_like(times)
        toes = body[:, [10, 13], 1, 0].mean(1) - 0.10 * facing
        contact = walking * centre_of_mass(body)[:, 0] + (1 - walking) * toes
    shift_x = support - contact
    ground = plan.board_height - drop_at(board_drop(plan, times), support)
    shift_y = ground - lowest_point(body, radii)
    placed = body + _offset(np.stack([shift_x, shift_y], -1))
    return placed, centre_of_mass(placed)
