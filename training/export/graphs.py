"""The vision tower and the decoder as plain modules that export well: no loops over pictures, explicit cache.

For Qwen2-VL, Qwen2.5-VL and Qwen3-VL: what differs between them is read from the model itself.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn
from transformers import PreTrainedModel

from ..model.forward import rotate_half


class VisionGraph(nn.Module):
    """pixel_values [patches, values], image_grid_thw [images, 3] -> image_features [patches / merge², width].

    Patches are gathered into a padded batch [images, most patches, width], so attention never grows with the
    number of pictures; window attention is a mask of equal windows. One time step per picture. Qwen3-VL also gives
    the features of its earlier layers (DeepStack), of the same shape.
    """

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        visual = model.model.visual
        self.blocks, self.merger, self.config = visual.blocks, visual.merger, visual.config
        projection = visual.patch_embed.proj
        self.weight = nn.Parameter(projection.weight.detach().flatten(1).t().contiguous())
        self.bias = None if projection.bias is None else nn.Parameter(projection.bias.detach())
        self.register_buffer("inv_freq", visual.rotary_pos_emb.inv_freq.clone())
        self.pos_embed = getattr(visual, "pos_embed", None)
        self.deepstack = list(getattr(visual, "deepstack_visual_indexes", ()))
        self.deepstack_mergers = getattr(visual, "deepstack_merger_list", None)
        self.window = getattr(self.config, "window_size", None)

    def forward(self, pixel_values: torch.Tensor, image_grid_thw: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        config = self.config
        heads, width, merge = config.num_heads, self.weight.shape[1], config.spatial_merge_size
        unit = merge * merge
        x = pixel_values @ self.weight
        if self.bias is not None:
            x = x + self.bias
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
        block, inner = number // unit, number % unit
        block_row, block_column = block // (columns[:, None] // merge), block % (columns[:, None] // merge)
        row, column = block_row * merge + inner // merge, block_column * merge + inner % merge
        angle = torch.cat([row[..., None].float() * self.inv_freq, column[..., None].float() * self.inv_freq], -1)
        angle = torch.cat([angle, angle], -1)[:, None]
        cos, sin = angle.cos(), angle.sin()
        seen = valid[:, None, :] & valid[:, :, None]
        far = torch.tensor(-1e9, dtype=x.dtype)
        near = torch.tensor(0.0, dtype=x.dtype)
        whole = torch.where(seen, near, far)[:, None]
        windowed = whole
        if self.window is not None:
            reach = self.window // merge // config.patch_size
            window = (block_row // reach) * 4096 + block_column // reach
            windowed = torch.where(seen & (window[:, None, :] == window[:, :, None]), near, far)[:, None]
        x = x[source]
        if self.pos_embed is not None:
            x = x + self._positions(row, column, rows, columns)
        images = image_grid_thw.shape[0]
        patch = torch.arange(pixel_values.shape[0], device=x.device)
        image = (patch[:, None] >= ends[None]).sum(1)
        flat = image * most + patch - (ends - sizes)[image]
        earlier: list[torch.Tensor] = []
        for index, layer in enumerate(self.blocks):
            qkv = layer.attn.qkv(layer.norm1(x)).reshape(images, most, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
            q, k, v = qkv[0], qkv[1], qkv[2]
            q, k = q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin
            mask = whole if self.window is None or index in config.fullatt_block_indexes else windowed
            scores = q @ k.transpose(-1, -2) * (width // heads) ** -0.5 + mask
            out = (scores.softmax(-1) @ v).transpose(1, 2).reshape(images, most, width)
            x = x + layer.attn.proj(out)
            x = x + layer.mlp(layer.norm2(x))
            if index in self.deepstack:
                merger = self.deepstack_mergers[self.deepstack.index(index)]
                earlier.append(merge_patches(merger, x.reshape(images * most, width)[flat], width * unit))
        features = merge_patches(self.merger, x.reshape(images * most, width)[flat], width * unit)
        return (features, *earlier) if earlier else features

    def _positions(self, row: torch.Tensor, column: torch.Tensor, rows: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
        """The learned square of position embeddings, scaled bilinearly to each picture (corners aligned)."""
        side = int(self.config.num_position_embeddings**0.5)

        def taps(number: torch.Tensor, count: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            # Patches beyond the end of a smaller picture are padding; they only must not point outside.
            inside = torch.where(number < count[:, None], number, 0)
            at = inside.float() * (side - 1) / (count[:, None] - 1).clamp(min=1).float()
            first = at.floor().long()
            return first, (first + 1).clamp(max=side - 1), (at - first.float())[..., None]

        top, bottom, down = taps(row, rows)
        left, right, along = taps(column, columns)
        upper = self.pos_embed(top * side + left) * (1 - along) + self.pos_embed(top * side + right) * along
        lower = self.pos_embed(bottom * side + left) * (1 - along) + self.pos_embed(bottom * side + right) * along
        return upper * (1 - down) + lower * down


def merge_patches(merger: nn.Module, x: torch.Tensor, width: int) -> torch.Tensor:
    """Neighbouring patches as one feature, by the family's own small network."""
    if hasattr(merger, "ln_q"):
        return merger.mlp(merger.ln_q(x).reshape(-1, width))
    x = merger.norm(x.reshape(-1, width)) if merger.use_postshuffle_norm else merger.norm(x).reshape(-1, width)
    return merger.linear_fc2(merger.act_fn(merger.linear_fc1(x)))


class DecoderGraph(nn.Module):
    """inputs_embeds, attention_mask, position_ids and the past -> last hidden states and the new cache.

    `deepstack` holds what is added to the hidden states after each of the first layers [batch, tokens, width]:
    zero but where a picture stands (Qwen3-VL).
    """

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        text = model.model.language_model
        self.layers, self.norm, self.config = text.layers, text.norm, text.config
        inv_freq = text.rotary_emb.inv_freq
        self.register_buffer("selector", axis_selector(model.config.model_type, text.rotary_emb.mrope_section) * inv_freq)

    def forward(self, inputs_embeds: torch.Tensor, attention_mask: torch.Tensor, position_ids: torch.Tensor,
                past: list[torch.Tensor], deepstack: list[torch.Tensor] | None = None) -> list[torch.Tensor]:  # fmt: skip
        config = self.config
        heads, kv, width = config.num_attention_heads, config.num_key_value_heads, head_width(config)
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
            q = attention.q_proj(h).view(batch, tokens, heads, width)
            k = attention.k_proj(h).view(batch, tokens, kv, width)
            if hasattr(attention, "q_norm"):
                q, k = attention.q_norm(q), attention.k_norm(k)
            q, k = q.transpose(1, 2), k.transpose(1, 2)
            v = attention.v_proj(h).view(batch, tokens, kv, width).transpose(1, 2)
            q, k = q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin
            k, v = torch.cat([past[2 * index], k], 2), torch.cat([past[2 * index + 1], v], 2)
            present += [k, v]
            q = q.reshape(batch, kv, heads // kv, tokens, width)
            scores = q @ k[:, :, None].transpose(-1, -2) * width**-0.5 + mask
            out = (F.softmax(scores, -1) @ v[:, :, None]).reshape(batch, heads, tokens, width)
            x = x + attention.o_proj(out.transpose(1, 2).reshape(batch, tokens, heads * width))
            x = x + layer.mlp(layer.post_attention_layernorm(x))
            if deepstack is not None and index < len(deepstack):
                x = x + deepstack[index]
        return [self.norm(x), *present]


def head_width(config: object) -> int:
    """Values of one attention head of a text model."""
    return getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads


def axis_selector(model_type: str, sections: list[int]) -> torch.Tensor:
    """[3, pairs]: which of the three axes turns each pair. In blocks, or interleaved for Qwen3-VL."""
    selector = torch.zeros(3, sum(sections))
    if model_type.startswith("qwen3"):
        selector[0] = 1
        for axis in (1, 2):
            selector[0, axis : 3 * sections[axis] : 3] = 0
            selector[axis, axis : 3 * sections[axis] : 3] = 1
        return selector
    start = 0
    for number, size in enumerate(sections):
        selector[number % 3, start : start + size] = 1
        start += size
    return selector
