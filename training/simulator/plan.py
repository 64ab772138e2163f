"""What one simulated dive is: the parameters drawn from its seed, before any motion is computed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HELD_OUT_SEED_START = 1_000_000_000
"""Seeds from here on are never used in training."""


@dataclass(frozen=True)
class DivePlan:
    """Parameters of a dive. Lengths in metres, speeds in metres a second, times in seconds."""

    seed: int
    dive_number: str
    group: int
    """1 forward, 2 back, 3 reverse, 4 inward, 5 twisting, 6 armstand."""
    direction: int
    """1 to 4 as the groups; equals `group` outside groups 5 and 6."""
    half_somersaults: int
    half_twists: int
    position: str
    """A straight, B pike, C tuck, D free."""
    springboard: bool
    board_height: float
    start: str
    """standing, approach or armstand."""
    frames_per_second: float
    vertical_speed: float
    horizontal_speed: float
    body_height: float
    flight_share: float
    """Wanted share of flight in the clip; the true one follows from whole frames."""
    before_share: float
    """Share of the other frames that lie before take-off."""
    sub_frame: float
    """Time of the first flight frame after take-off, in frames."""
    bounce: float
    """Strength of the bounces before take-off, 0 to 1."""
    style: int
    """Seed of everything that is looks only: colours, backdrop, camera, splash."""


def _half_somersaults(rng: np.random.Generator, board_height: float, armstand: bool, twists: bool) -> int:
    most = {1.0: 4, 3.0: 6, 5.0: 5, 7.5: 7, 10.0: 8}[board_height]
    if twists:
        most = min(most, 5)
    if armstand:
        return int(rng.choice([n for n in (2, 3, 4, 5, 6) if n <= most]))
    return int(rng.choice([n for n in (1, 2, 3, 3, 4, 5, 5, 6, 7, 8) if n <= most]))


def _position(rng: np.random.Generator, half_somersaults: int, half_twists: int, armstand: bool) -> str:
    if half_twists == 0:
        if half_somersaults <= 3:
            return str(rng.choice(["A", "B", "C"]))
        return str(rng.choice(["B", "C"]))
    if not armstand and half_somersaults == 1:
        return str(rng.choice(["A", "B", "C"]))
    if half_somersaults <= (4 if armstand else 3):
        return "D"
    return str(rng.choice(["B", "C"]))


def plan_dive(seed: int, frames_per_second: float | None = None) -> DivePlan:
    """Draws a dive from its seed. The same seed always gives the same dive."""
    rng = np.random.default_rng([seed, 17])
    springboard = bool(rng.random() < 0.5)
    board_height = float(rng.choice([1.0, 3.0, 3.0] if springboard else [5.0, 7.5, 10.0, 10.0]))
    groups = [1, 2, 3, 4, 5, 5] + ([] if springboard else [6, 6])
    group = int(rng.choice(groups))
    direction = int(rng.integers(1, 5)) if group == 5 else int(rng.integers(1, 4)) if group == 6 else group
    half_twists = 0
    if group == 5:
        half_twists = int(rng.integers(1, 5))
    elif group == 6 and rng.random() < 0.4:
        half_twists = int(rng.integers(1, 4))
    half_somersaults = _half_somersaults(rng, board_height, group == 6, half_twists > 0)
    position = _position(rng, half_somersaults, half_twists, group == 6)
    if group == 5:
        number = f"5{direction}{half_somersaults}{half_twists}{position}"
    elif group == 6:
        number = f"6{direction}{half_somersaults}{half_twists or ''}{position}"
    else:
        number = f"{group}0{half_somersaults}{position}"
    if group == 6:
        start, speed = "armstand", rng.uniform(0.9, 1.7)
    else:
        facing_water = direction in (1, 3)
        start = "approach" if facing_water and rng.random() < 0.6 else "standing"
        speed = rng.uniform(4.2, 5.6) if springboard else rng.uniform(3.0, 4.2)
    rate = float(rng.choice([24.0, 25.0, 30.0, 30.0, 30.0, 30.0, 50.0]))
    if rate == 50.0 and board_height >= 5.0:
        rate = 40.0  # keeps a long flight within the longest clip
    return DivePlan(
        seed=seed,
        dive_number=number,
        group=group,
        direction=direction,
        half_somersaults=half_somersaults,
        half_twists=half_twists,
        position=position,
        springboard=springboard,
        board_height=board_height,
        start=start,
        frames_per_second=rate if frames_per_second is None else frames_per_second,
        vertical_speed=float(speed),
        horizontal_speed=float(rng.uniform(0.7, 1.4)),
        body_height=float(rng.uniform(1.55, 1.82)),
        flight_share=float(rng.uniform(0.16, 0.34)),
        before_share=float(rng.uniform(0.12, 0.88)),
        sub_frame=float(rng.uniform(0.5, 0.95)),
        bounce=float(rng.uniform(0.0, 1.0)),
        style=int(rng.integers(0, 2**31)),
    )
