"""Writes what the model itself says, for the engine to be held against: tests/fixtures/inference/nano-reference.json.

Runs the PyTorch model over a fixed conversation of three turns, each time from nothing (no cache), with pictures
made by the formula of synthetic-frames.ts, and reduces one picture with Pillow. Reads the exported folder for
tokenizer, configuration and preprocessing, and the weights from the checkpoint that was exported: a folder of
Hugging Face, or a `checkpoint.pt` of a training stage. Run it again whenever the shipped weights change:

    training/.venv/bin/python tests/inference/make_reference.py --checkpoint training/runs/STAGE/checkpoint.pt

To try another model: `DEEPSPORT_TEST_MODEL=FOLDER DEEPSPORT_TEST_REFERENCE=FILE npx vitest run tests/inference`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

TURNS = [
    {"width": 112, "height": 112, "frames": [0, 7, 14], "text": "\nThe clip has frames 0 to 99. In which frame does the diver leave the board?"},
    {"width": 140, "height": 84, "frames": [20, 21, 22, 23], "text": "\nLook again."},
    {"width": 112, "height": 112, "frames": [7, 40], "text": "\nAnswer now."},
]
SYSTEM = "You find take-off, entry and flight in the video of a dive."
MAX_TOKENS = 12
PATCH, MERGE = 14, 2


def synthetic(index: int, width: int, height: int) -> np.ndarray:
    """Packed RGB [height, width, 3] of the picture with this number."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 3 + index * 17, y * 5 + index * 29, ((x * y) >> 3) + index * 53]
    return (np.stack(planes, -1) % 256).astype(np.uint8)


def patches(picture: np.ndarray, mean: list[float], std: list[float]) -> np.ndarray:
    """[patches, 1176] as the family's processor lays them out."""
    x = (picture.astype(np.float32) / 255 - np.float32(mean)) / np.float32(std)
    x = np.tile(x.transpose(2, 0, 1)[None], (2, 1, 1, 1))
    rows, columns = picture.shape[0] // PATCH, picture.shape[1] // PATCH
    x = x.reshape(1, 2, 3, rows // MERGE, MERGE, PATCH, columns // MERGE, MERGE, PATCH)
    return x.transpose(0, 3, 6, 4, 7, 2, 1, 5, 8).reshape(rows * columns, -1)


def sha256(array: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def resized() -> dict[str, object]:
    """A picture at another size by Pillow's bicubic filter, as a hash and a few values."""
    cases = []
    for width, height, to_width, to_height in [(96, 64, 56, 84), (70, 50, 28, 112), (320, 180, 140, 84)]:
        picture = synthetic(5, width, height)
        small = np.asarray(Image.fromarray(picture).resize((to_width, to_height), Image.Resampling.BICUBIC))
        cases.append({"from": [width, height], "to": [to_width, to_height], "sha256": sha256(small),
                      "first": small.reshape(-1)[:12].tolist()})  # fmt: skip
    return {"index": 5, "cases": cases}


def load_model(checkpoint: Path, export: Path) -> Qwen2_5_VLForConditionalGeneration:
    """The weights in single precision, whichever way they were saved."""
    if checkpoint.is_dir():
        return Qwen2_5_VLForConditionalGeneration.from_pretrained(checkpoint, dtype=torch.float32).eval()
    config = Qwen2_5_VLConfig.from_dict(json.loads((export / "config.json").read_text()))
    model = Qwen2_5_VLForConditionalGeneration(config)
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model.load_state_dict(saved.get("model", saved))
    return model.float().eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="Hugging Face folder, or checkpoint.pt")
    parser.add_argument("--export", type=Path, default=Path("resources/models/nano"), help="the exported folder")
    parser.add_argument("--out", type=Path, default=Path("tests/fixtures/inference/nano-reference.json"))
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.export / "tokenizer.json"))
    preprocessor = json.loads((args.export / "preprocessor_config.json").read_text())
    mean, std = preprocessor["image_mean"], preprocessor["image_std"]
    model = load_model(args.checkpoint, args.export)
    with torch.no_grad():
        for weight in model.parameters():
            # The plain export stores large weights in half precision and computes in single.
            if weight.numel() >= 1024:
                weight.copy_(weight.half().float())
    image, video, end = model.config.image_token_id, model.config.video_token_id, tokenizer.token_to_id("<|im_end|>")

    ids = tokenizer.encode(f"<|im_start|>system\n{SYSTEM}<|im_end|>\n", add_special_tokens=False).ids
    pixels: list[np.ndarray] = []
    grids: list[list[int]] = []
    turns = []
    for number, turn in enumerate(TURNS):
        parts = "".join(f"frame {i}:<|vision_start|><|image_pad|><|vision_end|>" for i in turn["frames"])
        rows, columns = turn["height"] // PATCH, turn["width"] // PATCH
        close = "" if number == 0 else ("\n" if ids[-1] == end else "<|im_end|>\n")
        text = f"{close}<|im_start|>user\n{parts}{turn['text']}<|im_end|>\n<|im_start|>assistant\n"
        for token in tokenizer.encode(text, add_special_tokens=False).ids:
            ids += [token] * (rows * columns // MERGE**2 if token == image else 1)
        pixels += [patches(synthetic(i, turn["width"], turn["height"]), mean, std) for i in turn["frames"]]
        grids += [[1, rows, columns] for _ in turn["frames"]]
        prompt_tokens = len(ids)
        reply: list[int] = []
        first: list[float] = []
        positions: list[list[int]] = []
        while len(reply) < MAX_TOKENS and (not reply or reply[-1] != end):
            input_ids = torch.tensor([ids])
            grid = torch.tensor(grids)
            kinds = (input_ids == image).int()
            with torch.no_grad():
                logits = model(input_ids=input_ids, pixel_values=torch.from_numpy(np.concatenate(pixels)),
                               image_grid_thw=grid, mm_token_type_ids=kinds, use_cache=False).logits[0, -1]  # fmt: skip
                where, _ = model.model.get_rope_index(input_ids, kinds, image_grid_thw=grid)
            if not reply:
                first = [round(v, 5) for v in logits[:16].tolist()]
                positions = where[:, 0].tolist()
            # Tokens that stand for pictures are never written.
            logits[[image, video]] = -torch.inf
            token = int(logits.argmax())
            reply.append(token)
            ids.append(token)
        turns.append({**turn, "promptTokens": prompt_tokens, "ids": ids[: prompt_tokens], "positions": positions,
                      "reply": reply, "firstLogits": first})  # fmt: skip
    sample = patches(synthetic(0, 112, 112), mean, std)
    weights = hashlib.sha256()
    for path in sorted((args.export / "onnx").glob("*.onnx")):
        if not path.stem.endswith("_int8"):
            weights.update(path.read_bytes())
    result = {
        "weightsSha256": weights.hexdigest(),
        "system": SYSTEM,
        "maxTokens": MAX_TOKENS,
        "turns": turns,
        "patches": {"mean": float(sample.mean()), "sum": float(np.abs(sample).sum()),
                    "samples": [[r, c, float(sample[r, c])] for r, c in [(0, 0), (1, 200), (2, 700), (5, 1175), (63, 588)]]},
        "resize": resized(),
    }  # fmt: skip
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(result) + "\n")
    for turn in turns:
        print(turn["promptTokens"], "tokens:", tokenizer.decode(turn["reply"], skip_special_tokens=False))


if __name__ == "__main__":
    main()
