"""Procedural dives: a numpy renderer whose truth (take-off, entry) is known to the frame."""
