"""The evaluation's table as Markdown, and model outputs as text to be read by eye."""

from __future__ import annotations

from pathlib import Path

from ..data.dialogue import IMAGE
from .episodes import Episode

TARGETS = (
    ("format valid (iterative, lowest of the tasks)", "formatValid", ">= .97"),
    ("take-off within 2 frames", "takeoffWithin2", ">= .80"),
    ("take-off within 1 frame", "takeoffWithin1", ">= .60"),
    ("entry within 2 frames", "entryWithin2", ">= .80"),
    ("entry within 1 frame", "entryWithin1", ">= .60"),
    ("flight overlap (IoU)", "flightOverlap", ">= .85"),
    ("most frames used", "mostFrames", "<= 24"),
    ("outside questions declined", "declined", ">= .95"),
)


def headline(table: dict) -> dict[str, float]:
    """The figures that the targets speak of."""
    iterative = table["iterative"]
    row = {
        "formatValid": min(v["formatValid"] for v in iterative.values()),
        "takeoffWithin2": iterative["takeoff"]["takeoffWithin2"],
        "takeoffWithin1": iterative["takeoff"]["takeoffWithin1"],
        "entryWithin2": iterative["entry"]["entryWithin2"],
        "entryWithin1": iterative["entry"]["entryWithin1"],
        "mostFrames": max(v["mostFrames"] for v in iterative.values()),
        "declined": table["outside"]["declined"],
    }
    row["flightOverlap"] = iterative.get("flight", iterative["both"])["flightOverlap"]
    return row


def _number(value: object) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def markdown(table: dict) -> str:
    """Targets first, then every figure of every mode."""
    head = headline(table)
    lines = [
        f"{table['dives']} held-out dives, one question a dive and task.",
        "",
        "| figure | target | measured |",
        "|---|---|---|",
    ]
    lines += [f"| {label} | {target} | {_number(head[key])} |" for label, key, target in TARGETS]
    lines += ["", "| mode | task | figure | value |", "|---|---|---|---|"]
    for mode, tasks in table.items():
        if not isinstance(tasks, dict):
            continue
        for task, figures in tasks.items():
            if isinstance(figures, dict):
                lines += [f"| {mode} | {task} | {k} | {_number(v)} |" for k, v in figures.items()]
            else:
                lines.append(f"| {mode} | | {task} | {_number(figures)} |")
    return "\n".join(lines) + "\n"


def outputs_text(episodes: list[Episode]) -> str:
    """Whole dialogues without their pictures, with the truth above each."""
    parts = []
    for episode in episodes:
        t = episode.truth
        text = episode.dialogue.text.replace(IMAGE, "")
        head = f"=== {episode.task} frames={t.frame_count} takeoff={t.takeoff} entry={t.entry} fault={episode.fault}"
        parts.append(f"{head}\n{text}")
    return "\n".join(parts)


def write_report(table: dict, texts: list[str], folder: Path) -> None:
    """Writes evaluation.md and outputs.txt."""
    (folder / "evaluation.md").write_text(markdown(table))
    (folder / "outputs.txt").write_text("\n".join(texts))
