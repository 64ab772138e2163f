"""The fast forward equals transformers' own, positions included."""

from __future__ import annotations

import numpy as np
import torch
from tokenizers import Tokenizer

from training.data.examples import ExampleMaker
from training.model.forward import embed_dialogue, family_patches, text_hidden, vision_features
from training.model.generate import generate


def test_the_vision_path_equals_the_library(tiny) -> None:
    pictures = torch.randint(0, 255, (3, 112, 112, 3), dtype=torch.uint8)
    with torch.no_grad():
        want = tiny.model.visual(family_patches(pictures), torch.tensor([[1, 8, 8]] * 3)).pooler_output
        got = vision_features(tiny, pictures).reshape(want.shape)
    assert torch.allclose(got, want, atol=2e-5)


def test_a_whole_dialogue_equals_the_library(tiny, tokenizer: Tokenizer) -> None:
    example = ExampleMaker(tokenizer, np.random.default_rng(4)).caption()
    ids = torch.from_numpy(example.ids)[None]
    pictures = torch.from_numpy(example.pictures)
    grid = torch.tensor([[1, 8, 8]] * len(pictures))
    kinds = (ids == tiny.config.image_token_id).int()
    with torch.no_grad():
        positions, _ = tiny.model.get_rope_index(ids, kinds, image_grid_thw=grid)
        assert np.array_equal(positions[:, 0].numpy(), example.positions)
        want = tiny(input_ids=ids, pixel_values=family_patches(pictures), image_grid_thw=grid, mm_token_type_ids=kinds).logits
        embeds = embed_dialogue(tiny, ids, vision_features(tiny, pictures))
        hidden, _ = text_hidden(tiny, embeds, torch.from_numpy(example.positions)[:, None])
    assert torch.allclose(tiny.lm_head(hidden), want, atol=1e-4)


def test_batched_decoding_equals_one_by_one(tiny, tokenizer: Tokenizer) -> None:
    maker = ExampleMaker(tokenizer, np.random.default_rng(5))
    examples = [maker.caption(), maker.caption(), maker.refusal(False)]
    with torch.no_grad():
        features = [vision_features(tiny, torch.from_numpy(e.pictures)) if len(e.pictures) else torch.zeros(0) for e in examples]
    prompts = [e.ids[: int(np.argmax(e.weights > 0))] for e in examples]
    together = generate(tiny, prompts, features, maker.end, limit=12)
    alone = [generate(tiny, [p], [f], maker.end, limit=12)[0] for p, f in zip(prompts, features, strict=True)]
    assert together == alone
