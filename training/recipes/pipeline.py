"""Held-out dives through the real pipeline: drawn at 448, compressed with H.264, decoded, scaled to 112."""

from __future__ import annotations

import tempfile
from pathlib import Path

import av
import numpy as np
from PIL import Image

from ..data.teacher import Truth
from ..model.build import PIXELS
from ..simulator.plan import HELD_OUT_SEED_START
from ..simulator.renderer import open_dive
from ..simulator.samples import encode_clip
from .episodes import Picture


def decoded_dives(count: int, size: int = 448, rate: int = 30) -> list[tuple[Truth, Picture]]:
    """The first held-out dives (the sample clips are the first three of them) as decoded pictures."""
    dives = []
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(count):
            dive = open_dive(HELD_OUT_SEED_START + number, size, float(rate))
            path = Path(scratch) / "clip.mp4"
            encode_clip(dive, path, rate, crf=23)
            frames = decode_small(path)
            motion = dive.motion
            if len(frames) != motion.frame_count:
                raise RuntimeError(f"{len(frames)} frames decoded of {motion.frame_count}")
            dives.append((Truth(motion.frame_count, motion.takeoff_frame, motion.entry_frame), frames.__getitem__))
    return dives


def decode_small(path: Path) -> list[np.ndarray]:
    """Every frame of a clip in order of presentation, scaled to the model's size."""
    with av.open(str(path)) as container:
        pictures = [frame.to_image() for frame in container.decode(video=0)]
    return [np.asarray(p.resize((PIXELS, PIXELS), Image.Resampling.BICUBIC)) for p in pictures]
