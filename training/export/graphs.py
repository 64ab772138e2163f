"""The vision tower and the decoder as plain modules that export well: no loops over pictures, explicit cache."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn
from transformers import Qwen2_5_VLForConditionalGeneration

from ..model.forward import rotate_half


class VisionGraph(nn.Module):
    """pixel_values [patches, 1176], image_grid_thw [images, 3] -> image_features [patches / 4, width].

    Patches are gathered into a padded batch [images, most patches, width], so attention never grows with the
    number of pictures; window attention is a mask of equal windows. One time step per picture.
    """

    def __init__(self, model: Qwen2_5_VLForConditionalGeneration) -> None:
        super().__init__()
        visual = model.model.visual
        self.blocks, self.merger, self.config = visual.blocks, visual.merger, visual.config
        self.weight = nn.Parameter(visual.patch_embed.proj.weight.detach().flatten(1).t().contiguous())
        self.register_buffer("inv_freq", visual.rotary_pos_emb.inv_freq.clone())

    def forward(self, pixel_values: torch.Tensor, image_grid_thw: torch.Tensor) -> torch.Tensor:
        config = self.config
        heads, width = config.num_heads, config.hidden_size
        x = pixel_values @ self.weight
        rows, columns = image_grid_thw[:, 1], image_grid_thw[:, 2]
        sizes = rows * columns
        ends = sizes.cumsum(0)
        most = sizes.max().item()
        torch._check(most >= 4)
        torch._check(most <= 1_000_000)
        # Where each patch of the padded batch lies: its number in the picture, its row and its column.
        number = torch.arange(most, device=x.device)[None]
        valid = number < sizes[:, None]
        source = torch.where(valid, number + (ends - sizes)[:, None], 0)
        block, inner = number // 4, number % 4
        block_row, block_column = block // (columns[:, None] // 2), block % (columns[:, None] // 2)
        row, column = block_row * 2 + inner // 2, block_column * 2 + inner % 2
        angle = torch.cat([row[..., None].float() * self.inv_freq, column[..., None].float() * self.inv_freq], -1)
        angle = torch.cat([angle, angle], -1)[:, None]
        cos, sin = angle.cos(), angle.sin()
        reach = config.window_size // config.spatial_merge_size // config.patch_size
        window = (block_row // reach) * 4096 + block_column // reach
        seen = valid[:, None, :] & valid[:, :, None]
        far = torch.tensor(-1e9, dtype=x.dtype)
        near = torch.tensor(0.0, dtype=x.dtype)
        whole = torch.where(seen, near, far)[:, None]
        windowed = torch.where(seen & (window[:, None, :] == window[:, :, None]), near, far)[:, None]
        x = x[source]
        images = image_grid_thw.shape[0]
        for index, layer in enumerate(self.blocks):
            qkv = layer.attn.qkv(layer.norm1(x)).reshape(images, most, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
            q, k, v = qkv[0], qkv[1], qkv[2]
            q, k = q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin
            mask = whole if index in config.fullatt_block_indexes else windowed
            scores = q @ k.transpose(-1, -2) * (width // heads) ** -0.5 + mask
            out = (scores.softmax(-1) @ v).transpose(1, 2).reshape(images, most, width)
            x = x + layer.attn.proj(out)
            x = x + layer.mlp(layer.norm2(x))
        patch = torch.arange(pixel_values.shape[0], device=x.device)
        image = (patch[:, None] >= ends[None]).sum(1)
        flat = image * most + patch - (ends - sizes)[image]
        x = x.reshape(images * most, width)[flat]
        return self.merger.mlp(self.merger.ln_q(x).reshape(-1, width * 4))


class DecoderGraph(nn.Module):
    """inputs_embeds, attention_mask, position_ids and the past -> last hidden states and the new cache."""

    def __init__(self, model: Qwen2_5_VLForConditionalGeneration) -> None:
        super().__init__()
        text = model.model.language_model
        self.layers, self.norm, self.config = text.layers, text.norm, text.config
        sections = text.rotary_emb.mrope_section
        # Which of the three axes turns each pair: a constant selector instead of split and concat.
        selector = torch.zeros(3, sum(sections))
        start = 0
        for number, size in enumerate(sections):
            selector[number % 3, start : start + size] = 1
            start += size
        self.register_buffer("selector", selector * text.rotary_emb.inv_freq)

    def forward(self, inputs_embeds: torch.Tensor, attention_mask: torch.Tensor, position_ids: torch.Tensor,
                past: list[torch.Tensor]) -> list[torch.Tensor]:  # fmt: skip
        config = self.config
        heads, kv = config.num_attention_heads, config.num_key_value_heads
        width = config.hidden_size // heads
        batch, tokens = inputs_embeds.shape[0], inputs_embeds.shape[1]
        angle = (position_ids[..., None].float() * self.selector[:, None, None]).sum(0)
        angle = torch.cat([angle, angle], -1)[:, None]
        cos, sin = angle.cos(), angle.sin()
        before = past[0].shape[2]
        key = torch.arange(attention_mask.shape[1], device=inputs_embeds.device)
        query = torch.arange(tokens, device=inputs_embeds.device) + before
        allowed = (key[None] <= query[:, None])[None] & (attention_mask[:, None] > 0)
        mask = torch.where(allowed, 0.0, -1e9)[:, None, None]
        x = inputs_embeds
        present: list[torch.Tensor] = []
        for index, layer in enumerate(self.layers):
            attention = layer.self_attn
            h = layer.input_layernorm(x)
            q = attention.q_proj(h).view(batch, tokens, heads, width).transpose(1, 2)
            k = attention.k_proj(h).view(batch, tokens, kv, width).transpose(1, 2)
            v = attention.v_proj(h).view(batch, tokens, kv, width).transpose(1, 2)
            q, k = q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin
            k, v = torch.cat([past[2 * index], k], 2), torch.cat([past[2 * index + 1], v], 2)
            present += [k, v]
            q = q.reshape(batch, kv, heads // kv, tokens, width)
            scores = q @ k[:, :, None].transpose(-1, -2) * width**-0.5 + mask
            out = (F.softmax(scores, -1) @ v[:, :, None]).reshape(batch, heads, tokens, width)
            x = x + attention.o_proj(out.transpose(1, 2).reshape(batch, tokens, heads * width))
            x = x + layer.mlp(layer.post_attention_layernorm(x))
        return [self.norm(x), *present]
