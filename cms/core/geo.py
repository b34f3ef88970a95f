"""Positions: WGS84, as wagtailgeowidget stores them."""

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Self

EARTH_RADIUS_KM = 6371.0
EWKT = re.compile(r"^\s*SRID=4326;\s*POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)\s*$")


@dataclass(frozen=True)
class Point:
    """A place on Earth, in degrees."""

    latitude: float
    longitude: float

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The point of an EWKT text `SRID=4326;POINT(lng lat)`, or None for anything else."""
        match = EWKT.match(text or "")
        if not match:
            return None
        longitude, latitude = float(match[1]), float(match[2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            return None
        return cls(latitude, longitude)

    def __str__(self) -> str:
        return f"SRID=4326;POINT({self.longitude} {self.latitude})"

    def distance_km(self, other: "Point") -> float:
        """Great-circle distance in kilometres (haversine)."""
        lat1, lat2 = radians(self.latitude), radians(other.latitude)
        half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * (
            sin(radians(other.longitude - self.longitude) / 2) ** 2
        )
        return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
