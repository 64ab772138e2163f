"""Questions put together from parts: hundreds of wordings, so that the meaning is learnt and not the sentence."""

from __future__ import annotations

import numpy as np

_WHEN = (
    "When does {who} {verb}?",
    "At which frame does {who} {verb}?",
    "In which frame does {who} {verb}?",
    "At what frame does {who} {verb}?",
    "At what moment does {who} {verb}?",
    "On which frame does {who} {verb}?",
    "Tell me at which frame {who} will {verb}.",
    "Find the frame in which {who} starts to {verb}.",
    "Show when {who} is about to {verb}.",
    "What is the frame number when {who} does {verb}?",
    "I want to know when {who} does {verb}.",
)
_WHERE = (
    "When is the {noun}?",
    "Where is the {noun}?",
    "Find the {noun}.",
    "Find the {noun} in the clip.",
    "Show me the {noun}.",
    "Mark the {noun}.",
    "Locate the {noun}.",
    "At which frame is the {noun}?",
    "In which frame is the {noun}?",
    "Give me the {noun}.",
    "What is the frame of the {noun}?",
    "Tell me the frame of the {noun}.",
    "{noun}?",
    "{noun}",
    "{noun} frame",
    "I need the {noun}.",
    "When do we see the {noun}?",
    "When does the {noun} happen?",
    "Can you find the {noun}?",
)
_VERBS = {
    "takeoff": (
        "leave {board}", "take off", "take off from {board}", "jump off {board}", "lift off", "lift off {board}",
        "push off", "lose contact with {board}", "depart from {board}", "go into the air", "get airborne", "start flying",
        "jump from {board}", "leave the ground", "spring off {board}", "begin the flight", "come off {board}",
    ),
    "entry": (
        "touch the water", "enter the water", "hit the water", "reach the water", "go into the water", "meet the water",
        "break the surface", "touch the surface", "land in the water", "arrive in the water", "splash down",
        "enter the pool", "hit the surface", "make contact with the water", "dive into the water", "end the flight",
    ),
}  # fmt: skip
_NOUNS = {
    "takeoff": (
        "take-off", "takeoff", "take off", "lift-off", "jump", "start of the flight", "moment of take-off",
        "first frame in the air", "first frame of the flight", "departure from {board}", "last contact with {board}",
        "beginning of the flight", "take-off moment", "moment when {who} leaves {board}",
    ),
    "entry": (
        "entry", "water entry", "entry into the water", "moment of entry", "first contact with the water", "splash",
        "first frame in the water", "end of the flight", "touch of the water", "moment when {who} touches the water",
        "entry moment", "first touch of the water", "moment when {who} enters the water", "impact on the water",
    ),
    "flight": (
        "flight", "flight phase", "aerial phase", "time in the air", "frames in the air", "airborne phase",
        "range of the flight", "flight range", "part in the air", "phase in the air", "frames of the flight",
    ),
}  # fmt: skip
_RANGE = (
    "Which frames show the {noun}?",
    "Which frames belong to the {noun}?",
    "What frames make up the {noun}?",
    "From when to when is the {noun}?",
    "Which frames are the {noun}?",
    "From which frame to which frame is {who} in the air?",
    "In which frames does {who} fly?",
    "When is {who} airborne?",
    "Between which frames is {who} in the air?",
    "When does the flight start and end?",
    "Which frames have {who} in the air?",
)
_COUNT = (
    "How many frames does the {noun} last?",
    "How many frames is the {noun}?",
    "How many frames long is the {noun}?",
    "How long is the {noun}?",
    "How long does the {noun} take?",
    "What is the duration of the {noun} in frames?",
    "Count the frames of the {noun}.",
    "How many frames does {who} fly?",
    "For how many frames is {who} in the air?",
    "How many frames pass between take-off and entry?",
    "Length of the {noun}?",
    "Duration of the {noun}",
    "How many frames are in the {noun}?",
    "How many frames from take-off to entry?",
)
_JOIN = (" and ", ", and ", " and also ", ", then ")


def compose(task: str, rng: np.random.Generator) -> str:
    """A wording for a task, with {who} and {board} still open."""

    def pick(options: tuple[str, ...]) -> str:
        return str(rng.choice(options))

    if task in ("takeoff", "entry"):
        if rng.random() < 0.5:
            return pick(_WHEN).replace("{verb}", pick(_VERBS[task]))
        text = pick(_WHERE).replace("{noun}", pick(_NOUNS[task]))
        return text[:1].upper() + text[1:] if text[:1] != "{" else text
    if task == "both":
        first, second = pick(_NOUNS["takeoff"]), pick(_NOUNS["entry"])
        if rng.random() < 0.5:
            start = pick(("When does {who} ", "At which frames does {who} ", "At what frame does {who} "))
            middle = pick((" and ", " and when does {who} ", ", and when does {who} ", " and at which frame does {who} "))
            return start + pick(_VERBS["takeoff"]) + middle + pick(_VERBS["entry"]) + "?"
        return pick(_WHERE).replace("{noun}", first + pick(_JOIN) + "the " + second)
    if task == "flight":
        return pick(_RANGE + _WHERE[:12]).replace("{noun}", pick(_NOUNS["flight"]))
    return pick(_COUNT).replace("{noun}", pick(("flight", "flight phase", "time in the air", "aerial phase", "airborne phase")))
