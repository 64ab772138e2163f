"""The stages of training: what a step sees, how long, how fast."""

from __future__ import annotations

from dataclasses import dataclass

from ..data.batches import BatchPlan


@dataclass(frozen=True)
class Stage:
    """One stage. `minutes` is wall-clock: the learning rate falls to zero at its end."""

    name: str
    plan: BatchPlan
    minutes: float
    learning_rate: float
    seed: int
    starts_from: str | None
    helper_weight: float
    """Weight of the pooled phase head, a helper that exists in training only."""
    rate_floor: float = 0.0
    """Share of the learning rate at the end; above 0 where another stage follows."""


STAGES = {
    "perception": Stage("perception", BatchPlan(pictures=192), 20, 3e-3, 101, None, 1.0),
    "caption": Stage("caption", BatchPlan(pictures=64, caption=14, refusal=4, drill=6), 12, 2e-3, 202, "perception", 1.0, 0.4),
    "dialogue": Stage("dialogue", BatchPlan(pictures=48, dialogue=8, caption=4, refusal=3, drill=3), 18, 2e-3, 303, "caption", 1.0, 1.0),
    "focus": Stage(
        "focus",
        BatchPlan(pictures=128, dialogue=6, caption=2, opening=2, refusal=4, drill=4, bracket_drill=2),
        52,
        2e-3,
        404,
        "dialogue",
        1.0,
    ),
    "smoke": Stage("smoke", BatchPlan(pictures=16, caption=2, dialogue=1, refusal=1, drill=1), 0.05, 1e-3, 1, None, 0.5),
}
