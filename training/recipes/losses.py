"""Losses of a training step: text on assistant tokens, and the pooled phase helper."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn
from transformers import Qwen2_5_VLForConditionalGeneration

from ..data.batches import Batch
from ..model.forward import embed_dialogue, text_hidden, vision_features

CHUNK = 64
"""Pictures of one vision call; the last call is filled up so that one compiled shape serves all."""


class Trainee(nn.Module):
    """The model with its helper head, and forwards that may be compiled."""

    def __init__(self, model: Qwen2_5_VLForConditionalGeneration, compiled: bool) -> None:
        super().__init__()
        self.model = model
        self.helper = nn.Linear(model.config.text_config.hidden_size, 3)
        self.places = nn.Linear(model.config.text_config.hidden_size, 7)
        self.vision = torch.compile(vision_features, dynamic=False) if compiled else vision_features
        self.text = torch.compile(text_hidden, dynamic=False) if compiled else text_hidden

    def features(self, pictures: torch.Tensor) -> torch.Tensor:
        """Image tokens [pictures, 16, width]."""
        parts = []
        for start in range(0, len(pictures), CHUNK):
            chunk = pictures[start : start + CHUNK]
            size = len(chunk)
            if size < CHUNK:
                chunk = torch.cat([chunk, chunk.new_zeros((CHUNK - size, *chunk.shape[1:]))])
            parts.append(self.vision(self.model, chunk)[:size])
        return torch.cat(parts)

    def helper_loss(self, features: torch.Tensor, phases: torch.Tensor) -> tuple[torch.Tensor, float]:
        """Cross-entropy of the pooled head and its accuracy."""
        logits = self.helper(features.mean(1).float())
        return F.cross_entropy(logits, phases), float((logits.argmax(-1) == phases).float().mean())

    def places_loss(self, features: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Smooth L1 of where body, board and water are; the gap that decides take-off counts four times."""
        weight = torch.tensor([1.0, 1, 1, 1, 1, 4, 1], device=features.device)
        error = F.smooth_l1_loss(self.places(features.mean(1).float()), places, reduction="none", beta=0.1)
        return (error * weight).mean()

    def text_loss(self, batch: Batch, features: torch.Tensor, phase_tokens: torch.Tensor) -> tuple[torch.Tensor, dict[str, float]]:
        """Weighted cross-entropy of the next token; accuracy over all learnt tokens and over phase tokens."""
        embeds = embed_dialogue(self.model, batch.ids, features)
        hidden, _ = self.text(self.model, embeds, batch.positions)
        weights = batch.weights[:, 1:]
        learnt = weights > 0
        target, weight = batch.ids[:, 1:][learnt], weights[learnt]
        logits = F.linear(hidden[:, :-1][learnt], self.model.model.language_model.embed_tokens.weight).float()
        loss = (F.cross_entropy(logits, target, reduction="none") * weight).sum() / weight.sum()
        with torch.no_grad():
            right = (logits.argmax(-1) == target).float()
            phases = torch.isin(target, phase_tokens)
            accuracy = {"token": float(right.mean())}
            if phases.any():
                accuracy["phase"] = float(right[phases].mean())
        return loss, accuracy


def step_loss(trainee: Trainee, step: dict, helper_weight: float, phase_tokens: torch.Tensor) -> tuple[torch.Tensor, dict[str, float]]:
    """The loss of one step over all groups of examples, and its figures."""
    figures: dict[str, float] = {}
    groups = {k: v for k, v in step.items() if k != "pictures"}
    pictures = [g.pictures for g in groups.values()]
    phases = [g.phases for g in groups.values()]
    if "pictures" in step:
        pictures.append(step["pictures"][0])
        phases.append(step["pictures"][1])
    features = trainee.features(torch.cat(pictures))
    loss, figures["helper"] = trainee.helper_loss(features, torch.cat(phases))
    loss = loss * helper_weight
    if "pictures" in step:
        places = step["pictures"][2]
        part = trainee.places_loss(features[-len(places) :], places)
        loss = loss + part * helper_weight
        figures["places"] = float(part.detach())
    start = 0
    for name, batch in groups.items():
        size = len(batch.pictures)
        part, accuracy = trainee.text_loss(batch, features[start : start + size], phase_tokens)
        start += size
        # The long dialogues carry the task; drills and refusals are short and easy.
        loss = loss + part * (1.0 if name != "small" else 0.5)
        figures[f"{name}_loss"] = float(part.detach())
        figures.update({f"{name}_{k}": v for k, v in accuracy.items()})
    return loss, figures
