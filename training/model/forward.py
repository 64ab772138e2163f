"""A fast forward through the weights of transformers' Qwen2.5-VL: equal-sized pictures in one batch, no loops.

Numerically equal to the library's own forward (see tests/test_forward.py).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from transformers import Qwen2_5_VLForConditionalGeneration

from .build import MEAN, STD

Past = list[tuple[torch.Tensor, torch.Tensor]]


def rotate_half(x: torch.Tensor) -> torch.Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat((-b, a), -1)


def patches_of(pictures: torch.Tensor) -> torch.Tensor:
    """Normalised patches [pictures, patches, 588] of uint8 pictures [pictures, height, width, 3].

    Patches come in merge order: blocks of 2x2 patches, row by row; inside a patch channel, row, column.
    """
    n, height, width, _ = pictures.shape
    scale = torch.tensor([1 / (255 * s) for s in STD], device=pictures.device)
    shift = torch.tensor([-m / s for m, s in zip(MEAN, STD, strict=True)], device=pictures.device)
    x = pictures.float() * scale + shift
    x = x.view(n, height // 28, 2, 14, width // 28, 2, 14, 3)
    return x.permute(0, 1, 4, 2, 5, 7, 3, 6).reshape(n, height * width // 196, 588)


def family_patches(pictures: torch.Tensor) -> torch.Tensor:
    """Patches [all patches, 1176] as the family's processor gives them: every picture counts as two equal frames."""
    x = patches_of(pictures).view(-1, 3, 1, 196)
    return x.expand(-1, 3, 2, 196).reshape(-1, 1176)


def patch_positions(rows: int, columns: int, device: torch.device | None = None) -> torch.Tensor:
    """Row and column [2, patches] of every patch in merge order."""
    r, c = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    order = [g.view(rows // 2, 2, columns // 2, 2).permute(0, 2, 1, 3).reshape(-1) for g in (r, c)]
    return torch.stack(order).to(device)


def vision_features(model: Qwen2_5_VLForConditionalGeneration, pictures: torch.Tensor) -> torch.Tensor:
    """Image tokens [pictures, tokens, width] of equal uint8 pictures of at most 112x112 (one attention window)."""
    visual = model.model.visual
    config = visual.config
    n, height, width, _ = pictures.shape
    if max(height, width) > config.window_size:
        raise ValueError("the fast path takes pictures that fit in one attention window")
    weight = visual.patch_embed.proj.weight.sum(2).flatten(1)
    x = F.linear(patches_of(pictures), weight)
    positions = patch_positions(height // 14, width // 14, pictures.device)
    angle = positions[..., None].float() * visual.rotary_pos_emb.inv_freq
    angle = torch.cat([angle[0], angle[1]], -1)
    angle = torch.cat([angle, angle], -1)
    cos, sin = angle.cos(), angle.sin()
    heads, patches = config.num_heads, x.shape[1]
    for block in visual.blocks:
        qkv = block.attn.qkv(block.norm1(x)).view(n, patches, 3, heads, -1).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        q = (q * cos + rotate_half(q) * sin).to(v.dtype)
        k = (k * cos + rotate_half(k) * sin).to(v.dtype)
        out = F.scaled_dot_product_attention(q, k, v)
        x = x + block.attn.proj(out.transpose(1, 2).reshape(n, patches, -1))
        x = x + block.mlp(block.norm2(x))
    merged = visual.merger.ln_q(x).view(n, patches // 4, -1)
    return visual.merger.mlp(merged)


def rope_tables(model: Qwen2_5_VLForConditionalGeneration, positions: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """cos and sin [batch, 1, tokens, head width] for positions [3, batch, tokens]."""
    rotary = model.model.language_model.rotary_emb
    angle = positions[..., None].float() * rotary.inv_freq
    parts = [m[i % 3] for i, m in enumerate(angle.split(rotary.mrope_section, -1))]
    angle = torch.cat(parts, -1)
    angle = torch.cat([angle, angle], -1)[:, None]
    return angle.cos(), angle.sin()


def text_hidden(model: Qwen2_5_VLForConditionalGeneration, embeds: torch.Tensor, positions: torch.Tensor,
                mask: torch.Tensor | None = None, past: Past | None = None) -> tuple[torch.Tensor, Past]:  # fmt: skip
    """Last hidden states [batch, tokens, width] and the cache.

    Without `mask` attention is causal; else `mask` [batch, 1, tokens, past + tokens] is true where one may look.
    """
    text = model.model.language_model
    config = text.config
    cos, sin = rope_tables(model, positions)
    batch, tokens, _ = embeds.shape
    kv, width = config.num_key_value_heads, config.hidden_size // config.num_attention_heads
    x = embeds
    present: Past = []
    for index, layer in enumerate(text.layers):
        attention = layer.self_attn
        h = layer.input_layernorm(x)
        q = attention.q_proj(h).view(batch, tokens, -1, width).transpose(1, 2)
        k = attention.k_proj(h).view(batch, tokens, kv, width).transpose(1, 2)
        v = attention.v_proj(h).view(batch, tokens, kv, width).transpose(1, 2)
        q = (q * cos + rotate_half(q) * sin).to(v.dtype)
        k = (k * cos + rotate_half(k) * sin).to(v.dtype)
        if past is not None:
            k, v = torch.cat([past[index][0], k], 2), torch.cat([past[index][1], v], 2)
        present.append((k, v))
        repeat = q.shape[1] // kv
        wide_k, wide_v = k.repeat_interleave(repeat, 1), v.repeat_interleave(repeat, 1)
        out = F.scaled_dot_product_attention(q, wide_k, wide_v, attn_mask=mask, is_causal=mask is None and tokens > 1)
        x = x + attention.o_proj(out.transpose(1, 2).reshape(batch, tokens, -1))
        x = x + layer.mlp(layer.post_attention_layernorm(x))
    return text.norm(x), present


def embed_dialogue(model: Qwen2_5_VLForConditionalGeneration, ids: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
    """Token embeddings [batch, tokens, width] with image features [all pictures, 16, width] in the image slots."""
    embeds = model.model.language_model.embed_tokens(ids)
    slots = ids == model.config.image_token_id
    if features.numel() == 0:
        return embeds
    return embeds.masked_scatter(slots[..., None], features.reshape(-1, features.shape[-1]).to(embeds.dtype))
