"""Encodes the first held-out dives as sample clips with their truth.

Launch: python -m training.simulator.samples --out resources/samples --count 3
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import av

from .plan import HELD_OUT_SEED_START
from .renderer import DiveRenderer, open_dive


def encode_clip(dive: DiveRenderer, path: Path, rate: int, crf: int = 20) -> None:
    """Writes every frame of the dive as H.264 yuv420p with B-frames, a key frame at least every 60 frames."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width = stream.height = dive.size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = 60
        stream.codec_context.max_b_frames = 2
        stream.options = {"crf": str(crf), "preset": "medium"}
        for index in range(dive.motion.frame_count):
            frame = av.VideoFrame.from_ndarray(dive.frame(index), format="rgb24")
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)


def truth_of(dive: DiveRenderer, rate: int) -> dict[str, object]:
    """What is true of the clip, to the frame."""
    plan, motion = dive.plan, dive.motion
    return {
        "frameCount": motion.frame_count,
        "fps": rate,
        "takeoffFrame": motion.takeoff_frame,
        "entryFrame": motion.entry_frame,
        "seed": plan.seed,
        "diveNumber": plan.dive_number,
        "boardHeightMetres": plan.board_height,
        "board": "springboard" if plan.springboard else "platform",
        "start": plan.start,
    }


def write_samples(out: Path, count: int, size: int, rate: int) -> None:
    """Writes dive-a.mp4, dive-b.mp4, … and their truth files."""
    out.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        dive = open_dive(HELD_OUT_SEED_START + number, size, float(rate))
        name = f"dive-{chr(ord('a') + number)}"
        encode_clip(dive, out / f"{name}.mp4", rate)
        text = json.dumps(truth_of(dive, rate), indent=2) + "\n"
        (out / f"{name}.truth.json").write_text(text)
        print(name, (out / f"{name}.mp4").stat().st_size, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("resources/samples"))
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--size", type=int, default=480)
    parser.add_argument("--rate", type=int, default=30)
    args = parser.parse_args()
    write_samples(args.out, args.count, args.size, args.rate)


if __name__ == "__main__":
    main()
