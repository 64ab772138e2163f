"""Greedy decoding of many dialogues at once; each turn is a full recompute, the reference of the family."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from transformers import Qwen2_5_VLForConditionalGeneration

from .forward import text_hidden
from .positions import dialogue_positions


@torch.no_grad()
def generate(model: Qwen2_5_VLForConditionalGeneration, prompts: list[np.ndarray], features: list[torch.Tensor],
             end_token: int, limit: int = 320) -> list[list[int]]:  # fmt: skip
    """New tokens of every prompt up to and with `end_token`. `features` [pictures, 16, width] a prompt."""
    image = model.config.image_token_id
    table = model.model.language_model.embed_tokens
    longest = max(len(p) for p in prompts)
    count = len(prompts)
    ids = torch.full((count, longest), end_token)
    positions = torch.zeros((3, count, longest), dtype=torch.int64)
    seen = torch.zeros((count, longest), dtype=torch.bool)
    for row, prompt in enumerate(prompts):
        start = longest - len(prompt)
        ids[row, start:] = torch.from_numpy(prompt)
        positions[:, row, start:] = torch.from_numpy(dialogue_positions(prompt, image))
        seen[row, start:] = True
    embeds = table(ids)
    pictures = [f.reshape(-1, f.shape[-1]) for f in features if len(f)]
    if pictures:
        slots = ids == image
        embeds = embeds.masked_scatter(slots[..., None], torch.cat(pictures).to(embeds.dtype))
    causal = torch.ones(longest, longest, dtype=torch.bool).tril()
    mask = (causal[None] & seen[:, None, :]) | torch.eye(longest, dtype=torch.bool)[None]
    hidden, past = text_hidden(model, embeds, positions, mask[:, None])
    following = positions.amax((0, 2)) + 1
    results: list[list[int]] = [[] for _ in prompts]
    open_rows = torch.ones(count, dtype=torch.bool)
    for _ in range(limit):
        logits = F.linear(hidden[:, -1], table.weight)
        token = logits.argmax(-1)
        for row in torch.nonzero(open_rows).flatten().tolist():
            results[row].append(int(token[row]))
        open_rows &= token != end_token
        if not open_rows.any():
            break
        seen = torch.cat([seen, torch.ones((count, 1), dtype=torch.bool)], 1)
        step = following.view(1, -1, 1).expand(3, -1, -1)
        hidden, past = text_hidden(model, table(token[:, None]), step, seen[:, None, None], past)
        following = following + 1
    return results
