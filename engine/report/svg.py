"""Draws a chart as SVG, for paper: no script, nothing from the network."""

from collections.abc import Callable
from html import escape
from math import cos, pi, sin

from .table import Chart
from .text import width

COLOURS = (
    "#4472C4",
    "#ED7D31",
    "#70AD47",
    "#FFC000",
    "#5B9BD5",
    "#A5A5A5",
    "#264478",
    "#9E480E",
    "#43682B",
    "#997300",
)
_BAR = 26
_LINE_HEIGHT = 320
_LABELS = 240  # of bars, left of them
_FIGURES = 150  # right of them
_LABEL = 26  # characters
_FEW = 12  # labels that have room below a line


Told = Callable[[float], str]


def draw(chart: Chart, across: int, figure: Told, share: Told, font: str) -> str:
    """The chart as an ``<svg>`` of this width in pixels.

    :param figure: a value as people read it
    :param share: a part of the whole (0.125) as people read it
    """
    if chart.kind == "pie":
        height, parts = _pie(chart.points, figure, share)
    else:
        height, parts = {"bar": _bars, "line": _line}[chart.kind](chart.points, across, figure)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{height}" '
        f'viewBox="0 0 {across} {height}" font-family="{escape(font, quote=True)}" '
        f'font-size="13" fill="#222">{"".join(parts)}</svg>'
    )


def _bars(points, across, figure):
    values = [value for _label, value in points]
    low, high = min([0, *values]), max([0, *values])
    room = across - _LABELS - _FIGURES
    scale = room / (high - low) if high > low else 0
    zero = _LABELS - low * scale
    parts = []
    for number, (label, value) in enumerate(points):
        top = number * _BAR
        left = zero + min(value, 0) * scale
        end = zero + max(value, 0) * scale
        parts += [
            _text(_LABELS - 8, top + 18, label, "end"),
            f'<rect x="{left:.1f}" y="{top + 4}" width="{max(end - left, 1):.1f}" '
            f'height="{_BAR - 8}" fill="{COLOURS[0]}"/>',
            _text(end + 6, top + 18, figure(value)),
        ]
    parts.append(_stroke(zero, 0, zero, len(points) * _BAR, "#888"))
    return max(len(points), 1) * _BAR, parts


def _line(points, across, figure):
    values = [value for _label, value in points]
    low, high = min([0, *values]), max([0, *values])
    bottom, left, right = _LINE_HEIGHT - 30, 130, across - 60
    scale = (bottom - 20) / (high - low) if high > low else 0
    step = (right - left) / max(len(points) - 1, 1)
    places = [(left + i * step, bottom - (v - low) * scale) for i, v in enumerate(values)]
    parts = []
    for mark in sorted({low, (low + high) / 2, high}):
        y = bottom - (mark - low) * scale
        parts += [_stroke(left, y, right, y, "#ddd"), _text(left - 8, y + 4, figure(mark), "end")]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[0]}" stroke-width="2"/>')
    every = -(-len(points) // _FEW)
    for number, ((x, y), (label, _value)) in enumerate(zip(places, points, strict=True)):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[0]}"/>')
        if number % every == 0:
            parts.append(_text(x, bottom + 20, label, "middle", 10))
    return _LINE_HEIGHT, parts


def _pie(points, figure, told):
    """Shares of the whole; what is not above zero has none."""
    points = [(label, value) for label, value in points if value > 0]
    whole = sum(value for _label, value in points)
    size = max(260, 22 * len(points) + 10)
    centre, radius, angle = 140, 120, -pi / 2
    parts = []
    for number, (label, value) in enumerate(points):
        colour = COLOURS[number % len(COLOURS)]
        share = value / whole
        parts.append(_slice(centre, radius, angle, share, colour))
        angle += 2 * pi * share
        top = 10 + 22 * number
        parts += [
            f'<rect x="300" y="{top}" width="14" height="14" fill="{colour}"/>',
            _text(322, top + 12, f"{_short(label)}: {figure(value)} ({told(share)})", size=99),
        ]
    return size, parts


def _slice(centre, radius, angle, share, colour) -> str:
    if share > 0.9999:
        return f'<circle cx="{centre}" cy="{centre}" r="{radius}" fill="{colour}"/>'
    end = angle + 2 * pi * share
    start_x, start_y = centre + radius * cos(angle), centre + radius * sin(angle)
    end_x, end_y = centre + radius * cos(end), centre + radius * sin(end)
    return (
        f'<path d="M{centre},{centre} L{start_x:.2f},{start_y:.2f} A{radius},{radius} 0 '
        f'{int(share > 0.5)} 1 {end_x:.2f},{end_y:.2f} Z" fill="{colour}" stroke="#fff"/>'
    )


def _stroke(x1, y1, x2, y2, colour) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" stroke-width="1"/>'
    )


def _text(x, y, text, anchor="start", size=_LABEL) -> str:
    shown = escape(_short(text, size))
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{shown}</text>'


def _short(text: str, size: int = _LABEL) -> str:
    """At most so wide; "…" ends what is cut."""
    text = "".join(char for char in text if char.isprintable())
    if width(text) <= size:
        return text
    while width(text) > size - 1:
        text = text[:-1]
    return text + "…"
