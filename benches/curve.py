#!/usr/bin/env python3
"""The accuracy-speed curve of docs/accuracy-speed.csv as an SVG: python3 benches/curve.py > docs/accuracy-speed.svg"""
import csv
import math
from pathlib import Path

ROWS = list(csv.DictReader((Path(__file__).resolve().parent.parent / "docs/accuracy-speed.csv").open()))
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 420, 64, 56, 24, 150
SPEEDS = [float(row["tokens_per_second"]) for row in ROWS]
SCORES = [float(row["dev_score"]) for row in ROWS]
LOW, HIGH = math.floor(min(SCORES) - 0.5), math.ceil(max(SCORES) + 0.5)
SLOW, FAST = math.log10(min(SPEEDS) / 1.3), math.log10(max(SPEEDS) * 1.3)


def x(speed):
    return LEFT + (math.log10(speed) - SLOW) / (FAST - SLOW) * (WIDTH - LEFT - RIGHT)


def y(score):
    return HEIGHT - BOTTOM - (score - LOW) / (HIGH - LOW) * (HEIGHT - BOTTOM - TOP)


def text(x_at, y_at, words, anchor="middle", **attributes):
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{x_at:.1f}" y="{y_at:.1f}" text-anchor="{anchor}"{more}>{words}</text>'


parts = [
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
    f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
]
for score in range(LOW, HIGH + 1):
    parts.append(f'<path d="M{LEFT} {y(score):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
    parts.append(text(LEFT - 8, y(score) + 4, score, "end"))
for speed in (2000, 5000, 10000, 20000, 50000, 100000):
    if SLOW <= math.log10(speed) <= FAST:
        parts.append(f'<path d="M{x(speed):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(text(x(speed), HEIGHT - BOTTOM + 18, f"{speed:,}"))
parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "tokens a second on one core (log scale)"))
parts.append(text(16, (TOP + HEIGHT - BOTTOM) / 2, "dev score", transform=f"rotate(-90 16 {(TOP + HEIGHT - BOTTOM) / 2})"))
for precision, colour in (("f32", "#888"), ("int8", "#0b6")):
    rows = sorted((row for row in ROWS if row["precision"] == precision), key=lambda row: int(row["layers"]))
    points = [(x(float(row["tokens_per_second"])), y(float(row["dev_score"]))) for row in rows]
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for row, (a, b) in zip(rows, points):
        shipped = row["ships"] == "yes"
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{7 if shipped else 4}" fill="{colour}"/>')
        label = f'{row["layers"]} layers' + (", ships" if shipped else "")
        # The first point's label goes below the line that leaves it.
        parts.append(text(a + 10, b + 18 if (a, b) == points[-1] else b - 8, label, "start", fill=colour, font_weight="bold" if shipped else "normal"))
    parts.append(text(WIDTH - RIGHT + 16, TOP + (20 if precision == "f32" else 40), f"\u25cf {precision}", "start", fill=colour))
parts.append("</svg>")
print("\n".join(parts))
