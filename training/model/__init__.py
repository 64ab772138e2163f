"""Nano's network: transformers' Qwen2.5-VL in a small size, and a fast forward through its weights."""
