"""Outside questions put together from parts: they look like the questions inside (when, which frames, how many)."""

from __future__ import annotations

import numpy as np

_SUBJECTS = (
    "the goalkeeper", "the striker", "the referee", "the ball", "the player", "the runner", "the swimmer", "the skater",
    "the cyclist", "the car", "the train", "the dog", "the cat", "the bird", "the horse", "the teacher", "the cook",
    "the batter", "the pitcher", "the server", "the bowler", "the golfer", "the archer", "the rower", "the surfer",
    "the judge", "the coach", "the crowd", "the camera", "the second athlete", "the skier", "the team", "the bus",
    "the plane", "the child", "the dancer", "the actor", "the president", "the winner", "the captain", "the fencer",
)  # fmt: skip
_VERBS = (
    "score", "shoot", "pass", "stop", "start", "fall", "turn", "win", "lose", "arrive", "eat", "sleep", "sing", "smile",
    "wave", "clap", "shout", "serve", "hit the net", "cross the line", "catch the ball", "drop the bat", "run away",
    "open the door", "sit down", "stand up", "look back", "change direction", "raise the flag", "make a mistake",
    "leave the pitch", "touch the wall", "touch the net", "hit the post", "enter the field", "leave the room",
)  # fmt: skip
_THINGS = (
    "goals", "points", "passes", "shots", "corners", "cards", "fouls", "laps", "sets", "games", "people", "cars", "trees",
    "dogs", "windows", "chairs", "lanes", "balls", "steps", "flags", "judges", "boards", "colours", "minutes", "books",
    "countries", "languages", "planets", "legs", "wheels", "apples", "songs", "words", "letters", "rooms", "pages",
)  # fmt: skip
_NOUNS = (
    "goal", "penalty", "offside", "free kick", "serve", "smash", "dunk", "home run", "touchdown", "finish line", "false start",
    "start gun", "trophy", "final", "result", "replay", "slow motion", "advert", "logo", "interview", "score board",
    "weather", "temperature", "price", "address", "distance", "speed", "direction", "angle", "colour", "shape", "size",
    "camera", "light", "hurdle", "approach", "run-up", "warm-up", "handstand", "somersault", "twist", "pike", "tuck",
    "splash height", "rip entry", "judge", "coach", "stadium", "train station", "capital", "recipe", "story", "joke",
)  # fmt: skip
_FRAMES = (
    "When does {s} {v}?", "At which frame does {s} {v}?", "Which frames show {s}?", "Which frames show the {n}?",
    "When is the {n}?", "Where is the {n}?", "Find the {n}.", "Show me the {n}.", "How many {t} are there?",
    "How many {t} does {s} have?", "Count the {t}.", "How long is the {n}?", "What is the {n}?", "How good is the {n}?",
    "Who is {s}?", "Does {s} {v}?", "Did {s} {v}?", "Why does {s} {v}?", "Is {s} tired?", "How fast is {s}?", "How old is {s}?",
    "When was the {n} built?", "Who made the {n}?", "Is the {n} correct?", "Describe the {n}.", "Explain the {n}.",
    "Can you {v}?", "Please {v}.", "What colour is {s}?", "How much does the {n} cost?", "Was the {n} fair?", "Tell me about {s}.",
    "Which {n} is better?", "Where does {s} come from?", "What does {s} think?", "How high is the {n}?", "How big is {s}?",
    "Do you know {s}?", "Was it a {n}?", "Has {s} ever lost?", "What is the name of {s}?", "How do I {v}?", "Which {t} are best?",
    "How large is the {n}?", "Is {s} finished?", "What is {s} made of?", "Was there a {n}?", "How many {t} were lost?",
)  # fmt: skip


def compose_outside(rng: np.random.Generator) -> str:
    """A question about something else."""
    text = str(rng.choice(_FRAMES))
    for mark, words in (("{s}", _SUBJECTS), ("{v}", _VERBS), ("{t}", _THINGS), ("{n}", _NOUNS)):
        text = text.replace(mark, str(rng.choice(words)))
    return text
