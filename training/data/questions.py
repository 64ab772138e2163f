"""Questions the model answers, in many wordings; the last wordings of each list are held out from training."""

from __future__ import annotations

import numpy as np

from .wordings import compose

COMBINED = "When does the diver leave the board, and when does the diver touch the water?"

_WHO = ("the diver", "the athlete", "she", "he", "the person")
_BOARD = ("the board", "the platform", "the springboard", "the tower")

QUESTIONS: dict[str, tuple[str, ...]] = {
    "takeoff": (
        "When does {who} leave {board}?",
        "At which frame does {who} leave {board}?",
        "In which frame does {who} take off?",
        "When is take-off?",
        "Find the take-off.",
        "Take-off frame?",
        "Where is the takeoff?",
        "Which is the first frame without contact with {board}?",
        "What is the first frame in the air?",
        "When do the feet leave {board}?",
        "Show me the moment of take-off.",
        "When does {who} jump?",
        "At what frame does the flight begin?",
        "When does the flight start?",
        "Mark the take-off please.",
        "Tell me when {who} leaves {board}.",
        "Find the moment when {who} leaves {board}.",
        "first frame off {board}",
        "At which frame has {who} left {board}?",
        "When does {who} push off {board}?",
        "which frame shows the take off",
        "When does the dive begin?",
    ),
    "entry": (
        "When does {who} touch the water?",
        "At which frame does {who} enter the water?",
        "In which frame does {who} hit the water?",
        "When is the entry?",
        "Find the entry.",
        "Entry frame?",
        "Where is the entry into the water?",
        "Which is the first frame that touches the water?",
        "What is the first frame with contact with the water?",
        "When do the hands reach the water?",
        "Show me the moment of entry.",
        "When does the splash begin?",
        "At what frame does the flight end in the water?",
        "When does {who} reach the water?",
        "Mark the entry please.",
        "Tell me when {who} touches the water.",
        "Find the moment when {who} enters the water.",
        "first frame in the water",
        "When does {who} go into the water?",
        "When does {who} land in the water?",
        "which frame shows the entry",
        "At which frame does the body meet the water?",
    ),
    "both": (
        COMBINED,
        COMBINED,
        "When does {who} leave {board} and when does {who} touch the water?",
        "When are take-off and entry?",
        "Find take-off and entry.",
        "At which frames does {who} leave {board} and enter the water?",
        "Give me the frames of take-off and entry.",
        "Take-off and entry?",
        "Mark take-off and entry.",
        "When does {who} take off, and when does {who} enter the water?",
        "Tell me the take-off frame and the entry frame.",
        "When does {who} leave {board}, and when does {who} hit the water?",
        "Where are the take-off and the entry?",
        "Find both moments: take-off and entry.",
        "Show me when {who} jumps and when {who} reaches the water.",
        "take off and entry frames please",
    ),
    "flight": (
        "Which frames show the flight?",
        "In which frames is {who} in the air?",
        "From which frame to which frame does the flight go?",
        "Find the flight.",
        "When is {who} in the air?",
        "Flight frames?",
        "Mark the flight phase.",
        "Give me the range of the flight.",
        "Between which frames does {who} fly?",
        "What are the first and the last frame of the flight?",
        "Show the flight phase.",
        "Which part of the clip is the flight?",
        "Where is the flight?",
        "Find the frames in which {who} is airborne.",
        "Select the frames of the flight.",
        "During which frames is {who} airborne?",
        "frames of the flight phase please",
    ),
    "length": (
        "How many frames does the flight last?",
        "How long is the flight in frames?",
        "How many frames is {who} in the air?",
        "Count the frames of the flight.",
        "What is the length of the flight?",
        "Flight length?",
        "How long does the flight last?",
        "How many frames are there between take-off and entry?",
        "For how many frames is {who} airborne?",
        "How many frames long is the flight phase?",
        "Tell me the duration of the flight in frames.",
        "How long is {who} in the air?",
        "Give the number of frames in the air.",
        "number of flight frames",
        "How many frames does {who} spend in the air?",
        "What is the duration of the flight?",
    ),
}

HELD_OUT_PER_TASK = 2
"""The last wordings of each list are used in evaluation only."""


def _fill(template: str, rng: np.random.Generator) -> str:
    text = template.replace("{who}", str(rng.choice(_WHO)) if rng.random() < 0.5 else "the diver")
    text = text.replace("{board}", str(rng.choice(_BOARD)) if rng.random() < 0.5 else "the board")
    return text


def roughen(text: str, rng: np.random.Generator) -> str:
    """People type carelessly: lower case, no question mark, a polite word before or after."""
    draw = rng.random()
    if draw < 0.1:
        text = text.lower()
    elif draw < 0.18:
        text = text.rstrip("?.")
    elif draw < 0.24:
        text = text.lower().rstrip("?.")
    draw = rng.random()
    if draw < 0.04:
        text = "Please: " + text
    elif draw < 0.08:
        text = text + " Thank you."
    elif draw < 0.11:
        text = "Can you tell me: " + text
    return text


def ask_listed(task: str, rng: np.random.Generator, held_out: bool = False) -> str:
    """A question from the lists; `held_out` takes a wording that training never uses."""
    wordings = QUESTIONS[task]
    pool = wordings[-HELD_OUT_PER_TASK:] if held_out else wordings[:-HELD_OUT_PER_TASK]
    text = _fill(str(rng.choice(pool)), rng)
    return text if held_out or text == COMBINED else roughen(text, rng)


def ask(task: str, rng: np.random.Generator, held_out: bool = False) -> str:
    """A question for a task: from the lists, or put together from parts."""
    if held_out or rng.random() < 0.5:
        return ask_listed(task, rng, held_out)
    return roughen(_fill(compose(task, rng), rng), rng)
