"""The simulator's truth holds in its geometry, and its pictures are a function of the seed."""

from __future__ import annotations

import numpy as np
import pytest

from training.simulator.body import lowest_point
from training.simulator.motion import GRAVITY, compute_motion, drop_at
from training.simulator.plan import HELD_OUT_SEED_START, plan_dive
from training.simulator.renderer import open_dive

SEEDS = list(range(40)) + [HELD_OUT_SEED_START + n for n in range(10)]


def test_clips_have_the_promised_lengths_and_flight_shares() -> None:
    for seed in SEEDS:
        motion = compute_motion(plan_dive(seed))
        share = (motion.entry_frame - motion.takeoff_frame) / motion.frame_count
        assert 120 <= motion.frame_count <= 265
        assert 0.145 <= share <= 0.36
        assert 0 < motion.takeoff_frame < motion.entry_frame < motion.frame_count - 1


def test_the_diver_touches_the_board_until_take_off_and_not_after() -> None:
    for seed in SEEDS:
        plan = plan_dive(seed)
        motion = compute_motion(plan)
        low = lowest_point(motion.ends, motion.radii)
        takeoff = motion.takeoff_frame
        # In contact: the lowest point lies on the board below the feet or hands.
        points = motion.ends[..., 1].reshape(motion.frame_count, -1)
        x = motion.ends[..., 0].reshape(motion.frame_count, -1)[np.arange(motion.frame_count), points.argmin(1)]
        ground = plan.board_height - drop_at(motion.tip_drop, x)
        assert np.abs(low[:takeoff] - ground[:takeoff]).max() < 0.08
        assert low[takeoff] - plan.board_height > 0.015


def test_the_first_touch_of_the_water_is_the_entry_frame() -> None:
    for seed in SEEDS:
        motion = compute_motion(plan_dive(seed))
        low = lowest_point(motion.ends, motion.radii)
        assert (low[motion.takeoff_frame : motion.entry_frame] > 0).all()
        assert low[motion.entry_frame] <= 0


def test_flight_is_ballistic() -> None:
    for seed in SEEDS[:10]:
        plan = plan_dive(seed)
        motion = compute_motion(plan)
        flight = slice(motion.takeoff_frame, motion.entry_frame - 1)
        second = np.diff(motion.centre[flight, 1], 2) * plan.frames_per_second**2
        assert np.allclose(second, -GRAVITY, atol=1e-6)


def test_the_same_seed_draws_the_same_picture_and_another_seed_another() -> None:
    a, b, c = open_dive(5).frame(60), open_dive(5).frame(60), open_dive(6).frame(60)
    assert a.dtype == np.uint8 and a.shape == (112, 112, 3)
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)


@pytest.mark.parametrize("size", [112, 224])
def test_every_frame_of_a_dive_can_be_drawn(size: int) -> None:
    dive = open_dive(11, size)
    for index in range(0, dive.motion.frame_count, 9):
        assert dive.frame(index).shape == (size, size, 3)


def test_the_gap_under_the_feet_opens_at_take_off() -> None:
    for seed in SEEDS[:12]:
        dive = open_dive(seed)
        takeoff = dive.motion.takeoff_frame
        before, after = dive.places(takeoff - 1), dive.places(takeoff)
        assert before.shape == (7,) and np.abs(before[:5]).max() <= 1.6
        assert before[5] < 0.2 < after[5] + 0.09
        assert dive.places(dive.motion.entry_frame)[5] == 1.0
