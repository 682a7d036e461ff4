"""The measurements as text: cells, and the table of ratios on a terminal or in Markdown."""

from __future__ import annotations

from harness.peers import PEERS
from harness.summary import Claim, Row
from harness.timing import Series, Spread

HEADINGS = ["workload", "threads", "Grokline, ms", *(f"{name}, ×" for name in PEERS.values()),
            "asked: eager / best peer", "useful GFLOP/s", "of peak"]  # fmt: skip
CLAIM_HEADINGS = ["Grokline alone", "asked", "measured"]


def number(value: float) -> str:
    """Three digits that count."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.1 else 4
    return f"{value:.{digits}f}"


def spread_cell(spread: Spread | None) -> str:
    """A median with its range."""
    if spread is None:
        return "–"
    if spread.least == spread.most:
        return number(spread.median)
    return f"{number(spread.median)} ({number(spread.least)}–{number(spread.most)})"


def series_cell(series: Series | None, clock: str) -> str:
    """Milliseconds per unit."""
    spread = series.spread(clock) if series else None
    return spread_cell(spread.scaled(1000) if spread else None)


def asked_cell(row: Row) -> str:
    """Targets with a mark for each that is met."""
    marks = {True: "✓", False: "✗"}
    cells = [
        f"≥ {target:g}" + (f" {marks[value >= target]}" if value is not None else "")
        for _, target, value in row.wanted
    ]
    return " / ".join(cells) or "–"


def ratio_cells(row: Row) -> list[str]:
    """One line of the table of ratios."""
    best = row.best_peer
    ratios = []
    for peer in PEERS:
        cell = spread_cell(row.against(peer))
        ratios.append(f"{cell} *" if best and best[0] == peer else cell)
    title = row.workload.title + (f" ({row.workload.unit})" if row.workload.unit != "step" else "")
    ours = row.ours
    available = "not available" if ours is None else spread_cell(ours.scaled(1000))
    return [
        title,
        str(row.threads),
        available,
        *ratios,
        asked_cell(row),
        number(row.rate) if row.rate else "–",
        f"{100 * row.share.median:.0f} %" if row.share else "–",
    ]


def claim_cells(claim: Claim) -> list[str]:
    """One line of what is asked of Grokline alone."""
    mark = {True: " ✓", False: " ✗", None: ""}[claim.met]
    value = "–" if claim.value is None else f"{spread_cell(claim.value)} {claim.unit}{mark}"
    return [claim.what, claim.asked, value]


def text(headings: list[str], lines: list[list[str]]) -> str:
    """Columns of equal width; all but the first aligned to the right."""
    widths = [max(len(line[column]) for line in [headings, *lines]) for column in range(len(headings))]

    def laid_out(line: list[str]) -> str:
        first, *others = (
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths))
        )
        return "  ".join([first, *others]).rstrip()

    return "\n".join([laid_out(headings), *map(laid_out, lines)])


def markdown(headings: list[str], lines: list[list[str]]) -> str:
    """A table of Markdown."""
    rule = [":---"] + ["---:"] * (len(headings) - 1)
    return "\n".join("| " + " | ".join(line) + " |" for line in [headings, rule, *lines])
