"""What a random model writes in a conversation of four turns: by PyTorch, and by onnxruntime on the exported graphs.

PyTorch computes everything anew for each token: its own cached second turn with new pictures is wrong. onnxruntime goes
on from its cache turn by turn, for dynamic quantisation makes numbers depend on what is computed together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image
from tokenizers import Tokenizer
from transformers import PreTrainedModel
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from .check import session
from .family_models import Family, preprocessor
from .graphs import head_width

MAX_TOKENS = 10
SYSTEM = "You look at frames."
# Frame number, width and height in multiples of patch × merge, or in pixels where that is no multiple.
TURNS: list[tuple[list[tuple[int, float, float]], str]] = [
    ([(0, 3, 2), (7, 2, 4), (14, 3, 2)], "\nWhat happens in these frames?"),
    ([(20, 4, 4), (21, 4, 4)], "\nLook again."),
    ([(30, 3.5, 2.6), (0, 3, 2), (31, 6.2, 9.1)], "\nAnd here?"),
    ([(40, 2, 2), (41, 5, 3), (42, 2, 2), (43, 3, 3)], "\nAnswer now."),
]


@dataclass(frozen=True)
class Turn:
    """One turn: what is new in it, with one image token a place."""

    tokens: list[int]
    names: list[str]
    pixels: np.ndarray
    grids: np.ndarray


def synthetic(index: int, width: int, height: int) -> np.ndarray:
    """Packed RGB [height, width, 3] of the picture with this number; the same formula as in tests/inference."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 3 + index * 17, y * 5 + index * 29, ((x * y) >> 3) + index * 53]
    return (np.stack(planes, -1) % 256).astype(np.uint8)


def picture_size(family: Family, width: float, height: float) -> tuple[int, int]:
    return round(width * 2 * family.patch), round(height * 2 * family.patch)


def processor_of(family: Family) -> Qwen2VLImageProcessorPil:
    values = preprocessor(family)
    names = ("image_mean", "image_std", "patch_size", "merge_size", "temporal_patch_size", "size")
    return Qwen2VLImageProcessorPil(**{name: values[name] for name in names})


def turn_of(family: Family, tokenizer: Tokenizer, number: int, image: int) -> Turn:
    """The tokens after the reply before, its end included where the reply did not write it."""
    frames, text = TURNS[number]
    pictures = [Image.fromarray(synthetic(i, *picture_size(family, w, h))) for i, w, h in frames]
    processed = processor_of(family)(images=pictures, return_tensors="np")
    grids = np.asarray(processed["image_grid_thw"], np.int64)
    parts = "".join(f"frame {i}:<|vision_start|><|image_pad|><|vision_end|>" for i, _, _ in frames)
    start = f"<|im_start|>system\n{SYSTEM}<|im_end|>\n" if number == 0 else "\n"
    prompt = f"{start}<|im_start|>user\n{parts}{text}<|im_end|>\n<|im_start|>assistant\n"
    counts = iter((grids.prod(1) // 4).tolist())
    tokens: list[int] = []
    for token in tokenizer.encode(prompt, add_special_tokens=False).ids:
        tokens += [token] * (next(counts) if token == image else 1)
    names = [f"{i} {width}x{height}" for i, width, height in frames]
    return Turn(tokens, names, np.asarray(processed["pixel_values"], np.float32), grids)


class TorchWriter:
    """Greedy replies by full recomputation."""

    def __init__(self, model: PreTrainedModel, banned: list[int]) -> None:
        self.model, self.banned = model, banned
        self.ids: list[int] = []
        self.pixels: list[np.ndarray] = []
        self.grids: list[np.ndarray] = []
        self.positions: list[list[int]] = []

    def reply(self, turn: Turn, end: int) -> list[int]:
        self.ids += turn.tokens
        self.pixels.append(turn.pixels)
        self.grids.append(turn.grids)
        pixels, grid = torch.from_numpy(np.concatenate(self.pixels)), torch.from_numpy(np.concatenate(self.grids))
        reply: list[int] = []
        while len(reply) < MAX_TOKENS and (not reply or reply[-1] != end):
            ids = torch.tensor([self.ids])
            kinds = (ids == self.model.config.image_token_id).int()
            with torch.no_grad():
                logits = self.model(input_ids=ids, pixel_values=pixels, image_grid_thw=grid, mm_token_type_ids=kinds,
                                    use_cache=False).logits[0, -1]  # fmt: skip
                where, _ = self.model.model.get_rope_index(ids, kinds, image_grid_thw=grid)
            if not reply:
                self.positions = where[:, 0].tolist()
            logits[self.banned] = -torch.inf
            reply.append(int(logits.argmax()))
            self.ids.append(reply[-1])
        return reply


class OnnxWriter:
    """Greedy replies from the exported graphs, with their cache."""

    def __init__(self, family: Family, model: PreTrainedModel, folder: Path, suffix: str, banned: list[int]) -> None:
        self.vision, self.embed, self.decoder = (
            session(folder, name + suffix) for name in ("vision_encoder", "embed_tokens", "decoder_model_merged")
        )
        self.image, self.banned = model.config.image_token_id, banned
        config = model.config.text_config
        shape = (1, config.num_key_value_heads, 0, head_width(config))
        self.past = {i.name: np.zeros(shape, kind_of(i)) for i in self.decoder.get_inputs() if i.name.startswith("past")}
        self.next = 0
        self.pending: list[int] = []
        self.seen: dict[str, dict[str, np.ndarray]] = {}

    def features(self, turn: Turn) -> dict[str, np.ndarray]:
        """Features of the turn's pictures in a row. Those seen before are kept, the others computed together."""
        new = [i for i, name in enumerate(turn.names) if name not in self.seen]
        ends = turn.grids.prod(1).cumsum()
        rows = [turn.pixels[ends[i] - turn.grids[i].prod() : ends[i]] for i in new]
        outputs = [o.name for o in self.vision.get_outputs()]
        pixels, grid = self.vision.get_inputs()
        feeds = {pixels.name: np.concatenate(rows).astype(kind_of(pixels)), grid.name: turn.grids[new]}
        for output, values in zip(outputs, self.vision.run(outputs, feeds), strict=True):
            parts = np.split(values, (turn.grids[new].prod(1) // 4).cumsum()[:-1])
            for i, part in zip(new, parts, strict=True):
                self.seen.setdefault(turn.names[i], {})[output] = part
        return {output: np.concatenate([self.seen[name][output] for name in turn.names]) for output in outputs}

    def reply(self, turn: Turn, end: int) -> list[int]:
        features = self.features(turn)
        tokens = [*self.pending, *turn.tokens]
        logits = self._run(tokens, self._positions(tokens, turn.grids), features)
        reply: list[int] = []
        while True:
            logits[self.banned] = -np.inf
            reply.append(int(logits.argmax()))
            if len(reply) >= MAX_TOKENS or reply[-1] == end:
                self.pending = reply[-1:]
                return reply
            logits = self._run(reply[-1:], self._positions(reply[-1:], np.zeros((0, 3), np.int64)), {})

    def _positions(self, tokens: list[int], grids: np.ndarray) -> np.ndarray:
        positions: list[tuple[int, int, int]] = []
        left = grids.tolist()
        while len(positions) < len(tokens):
            if tokens[len(positions)] != self.image:
                positions.append((self.next,) * 3)
                self.next += 1
                continue
            _, rows, columns = left.pop(0)
            positions += [(self.next, self.next + r, self.next + c) for r in range(rows // 2) for c in range(columns // 2)]
            self.next += max(rows, columns) // 2
        return np.array(positions, np.int64).T[:, None]

    def _run(self, tokens: list[int], positions: np.ndarray, features: dict[str, np.ndarray]) -> np.ndarray:
        ids = np.array([tokens], np.int64)
        embeds = self.embed.run(None, {"input_ids": ids})[0]
        places = ids[0] == self.image
        feeds = dict(self.past)
        for entry in self.decoder.get_inputs():
            if entry.name.startswith("deepstack"):
                feeds[entry.name] = np.zeros_like(embeds)
                if places.any():
                    feeds[entry.name][0, places] = features[entry.name]
        if places.any():
            embeds[0, places] = features["image_features"]
        before = next(iter(self.past.values())).shape[2]
        names = [o.name for o in self.decoder.get_outputs()]
        feeds |= {"inputs_embeds": embeds, "attention_mask": np.ones((1, before + len(tokens)), np.int64),
                  "position_ids": positions, "num_logits_to_keep": np.array(1, np.int64)}  # fmt: skip
        results = dict(zip(names, self.decoder.run(names, feeds), strict=True))
        self.past = {name: results[name.replace("past_key_values", "present")] for name in self.past}
        return results["logits"][0, -1].astype(np.float32)


def kind_of(entry: onnxruntime.NodeArg) -> type[np.floating]:
    return np.float16 if entry.type == "tensor(float16)" else np.float32


def reference_of(family: Family, model: PreTrainedModel, tokenizer: Tokenizer, folder: Path, suffixes: dict[str, str]) -> dict[str, object]:
    """The turns, the positions of the whole, and the replies by PyTorch and in each precision."""
    image, end = model.config.image_token_id, tokenizer.token_to_id("<|im_end|>")
    banned = [image, model.config.video_token_id]
    writers = {"torch": TorchWriter(model, banned)} | {
        precision: OnnxWriter(family, model, folder, suffix, banned) for precision, suffix in suffixes.items()
    }
    replies: dict[str, list[list[int]]] = {name: [] for name in writers}
    turns = []
    for number, (frames, text) in enumerate(TURNS):
        turn = turn_of(family, tokenizer, number, image)
        for name, writer in writers.items():
            cut_off = number > 0 and replies[name][-1][-1] != end
            # The template closes a reply that the limit cut off.
            given = replace(turn, tokens=[end, *turn.tokens]) if cut_off else turn
            replies[name].append(writer.reply(given, end))
        sized = [[i, *picture_size(family, w, h)] for i, w, h in frames]
        turns.append({"frames": sized, "text": text, "grids": turn.grids.tolist()})
    torch_writer = writers["torch"]
    return {"system": SYSTEM, "maxTokens": MAX_TOKENS, "turns": turns, "ids": torch_writer.ids[: len(torch_writer.positions[0])],
            "positions": torch_writer.positions, "replies": replies}  # fmt: skip


def reference_patches(family: Family) -> tuple[list[dict[str, object]], np.ndarray]:
    """Pictures of several sizes as transformers' processor gives them to the model: sizes, and all patches in a row."""
    processor = processor_of(family)
    cases: list[dict[str, object]] = []
    values = []
    for index, (width, height) in enumerate([(640, 360), (112, 112), (97, 301), (90, 61), (30, 40), (1280, 720)]):
        processed = processor(images=Image.fromarray(synthetic(index, width, height)), return_tensors="np")
        values.append(np.asarray(processed["pixel_values"], np.float32).ravel())
        cases.append({"index": index, "width": width, "height": height,
                      "grid": np.asarray(processed["image_grid_thw"])[0].tolist()})  # fmt: skip
    return cases, np.concatenate(values)
