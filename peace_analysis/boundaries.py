"""Reading neighborhoods.geojson: where a city's neighborhoods are, for maps."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from peace_analysis.errors import CityError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.city import City

BOUNDARIES_NAME = "neighborhoods.geojson"
MOST_BYTES = 50_000_000
NAMES_LISTED = 8
WORLD = ("crs84", "epsg::4326", "epsg:4326")  # what an older file may call longitude and latitude
EXPORT_AGAIN = "Export the file again as GeoJSON in longitude and latitude (WGS 84)."
Ring = NDArray[np.float64]


@dataclass(frozen=True)
class Boundaries:
    """Neighborhoods as polygons.

    Attributes:
        places: By neighborhood, its polygons; each a list of closed rings, shape (n_positions, 2), longitude and latitude in degrees. The
            first ring goes around, the others are holes.
    """

    places: Mapping[str, list[list[Ring]]] = field(repr=False)


def read_boundaries(city: City) -> Boundaries | None:
    """Read and check neighborhoods.geojson; None where the city has none.

    Raises:
        CityError: Lists every problem in the file.
    """
    boundaries, problems = inspect_boundaries(city)
    if problems:
        raise CityError(problems)
    return boundaries


def inspect_boundaries(city: City) -> tuple[Boundaries | None, list[Problem]]:
    """Read neighborhoods.geojson as far as it can be read: the neighborhoods without a problem, and every problem."""
    path = city.folder / BOUNDARIES_NAME
    if not path.is_file():
        return None, []
    found = _load(path)
    if isinstance(found, Problem):
        return None, [found]
    problems = list(_look_over_collection(found, str(path)))
    places: dict[str, list[list[Ring]]] = {}
    features = found.get("features")
    for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
        name, polygons, messages = _read_feature(feature)
        where = f"feature {number}" + (f" (`{name}`)" if name else "")
        problems += [Problem(str(path), f"{where}: {message}", remedy) for message, remedy in messages]
        if name in places:
            remedy = "Make them one feature with a MultiPolygon, or correct the name of one."
            problems.append(Problem(str(path), f"{where}: an earlier feature has the same neighborhood.", remedy))
        elif name:
            places[name] = polygons
    problems += _misspelled(list(places), city.config.plan.neighborhoods, str(path))
    return Boundaries({name: polygons for name, polygons in places.items() if polygons}), problems


def _load(path: Path) -> dict[str, Any] | Problem:
    if path.stat().st_size > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES // 1_000_000} MB."
        return Problem(str(path), message, "Simplify the boundaries; a map in a report needs a few hundred points a neighborhood.")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        return Problem(str(path), "the file is not UTF-8 text.", EXPORT_AGAIN)
    except json.JSONDecodeError as error:
        return Problem(str(path), f"this is not JSON ({error.msg}).", EXPORT_AGAIN, error.lineno)
    except (ValueError, RecursionError):
        return Problem(str(path), "a number is not finite, or lists stand too deep in each other.", EXPORT_AGAIN)
    if not isinstance(content, dict):
        return Problem(str(path), "this is not a GeoJSON FeatureCollection.", EXPORT_AGAIN)
    return content


def _refuse_constant(_: str) -> float:
    raise ValueError("not a finite number")


def _look_over_collection(content: dict[str, Any], file: str) -> Iterator[Problem]:
    features = content.get("features")
    if content.get("type") != "FeatureCollection" or not isinstance(features, list):
        yield Problem(file, "this is not a GeoJSON FeatureCollection with a list of features.", EXPORT_AGAIN)
    elif not features:
        yield Problem(
            file, "there is no feature in it.", "Add one feature per neighborhood, or delete the file: a report goes without maps."
        )
    crs = content.get("crs")
    if crs is not None and not any(name in json.dumps(crs).lower() for name in WORLD):
        yield Problem(file, "its positions are not in longitude and latitude (`crs` says so).", EXPORT_AGAIN)


Messages = list[tuple[str, str]]  # what was found, what to do


def _read_feature(feature: Any) -> tuple[str, list[list[Ring]], Messages]:
    """Name, polygons and problems of one feature; whatever can't be read is empty."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return "", [], [("this is not a Feature.", EXPORT_AGAIN)]
    messages: Messages = []
    properties = feature.get("properties")
    name = properties.get("neighborhood") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.strip():
        remedy = "Give each feature the property `neighborhood` with the name as in city.yml; rename the property that holds it now."
        messages.append(("it has no property `neighborhood` with a name.", remedy))
        name = ""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list) or not coordinates:
        named = kind if isinstance(kind, str) and kind.isalpha() else "nothing"
        messages.append((f"its geometry is {named}, not a Polygon or MultiPolygon with rings.", "Draw the neighborhood as an area."))
        return name.strip(), [], messages
    polygons: list[list[Ring]] = []
    for polygon in coordinates if kind == "MultiPolygon" else [coordinates]:
        rings = [_read_ring(ring, messages) for ring in polygon] if isinstance(polygon, list) else []
        if not rings:
            messages.append(("one of its polygons has no ring.", "Delete it, or give it a ring."))
        polygons.append([ring for ring in rings if ring is not None])
    return name.strip(), [] if messages else polygons, list(dict.fromkeys(messages))


def _read_ring(ring: Any, messages: Messages) -> Ring | None:
    positions = [_position(position) for position in ring] if isinstance(ring, list) else []
    if len(positions) < 4 or None in positions:
        messages.append(("a ring is not a list of four or more positions [longitude, latitude].", EXPORT_AGAIN))
        return None
    points = np.array(positions, dtype=np.float64)
    if np.any(np.abs(points[:, 0]) > 180) or np.any(np.abs(points[:, 1]) > 90):
        messages.append(
            ("positions lie outside longitude -180 to 180 and latitude -90 to 90: they look like meters or feet.", EXPORT_AGAIN)
        )
        return None
    if not np.array_equal(points[0], points[-1]):
        messages.append(("a ring does not end where it starts.", "Repeat its first position at the end."))
        return None
    if _area(points) == 0:
        messages.append(("a ring encloses nothing.", "Delete it, or correct its positions."))
        return None
    return points


def _position(value: Any) -> tuple[float, float] | None:
    """Longitude and latitude; None for what is no position. A height may stand behind them."""
    if not isinstance(value, list) or len(value) < 2:
        return None
    x, y = value[:2]
    if any(isinstance(number, bool) or not isinstance(number, (int, float)) for number in (x, y)):
        return None
    try:
        pair = float(x), float(y)
    except OverflowError:
        return None
    return pair if all(map(math.isfinite, pair)) else None


def _area(points: Ring) -> float:
    x, y = (points - points[0]).T
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def _misspelled(drawn: list[str], planned: tuple[str, ...], file: str) -> Iterator[Problem]:
    """Find names of the plan that the file has under another spelling; a plan and a map may otherwise each name more than the other."""
    spare = {_plain(name): name for name in drawn if name not in planned}
    for name in planned:
        if name in drawn:
            continue
        close = get_close_matches(_plain(name), spare, n=1, cutoff=0.8)
        if close:
            message = f"neighborhood `{name}` of the plan is not in the file, and `{spare[close[0]]}` is."
            yield Problem(file, message, "If they are the same, write it in one way; if not, add the missing one.")
    if planned and drawn and not set(planned) & set(drawn) and not any(get_close_matches(_plain(n), spare, 1, 0.8) for n in planned):
        some = ", ".join(f"`{name}`" for name in drawn[:NAMES_LISTED])
        message = f"none of its neighborhoods is in the plan of city.yml; it has {some}{' and more' if len(drawn) > NAMES_LISTED else ''}."
        yield Problem(file, message, "Write the names as in the plan, or delete the file: a report goes without maps.")


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())
