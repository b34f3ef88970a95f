"""Positions: WGS84, as wagtailgeowidget stores them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Self

EARTH_RADIUS_KM = 6371.0
NUMBER = r"-?\d{1,3}(?:[.,]\d+)?"
# As people copy it from a map: "43.53, 5.45", "43.53 5.45", "43,53 ; 5,45", and "43.53,5.45".
TYPED = (
    re.compile(rf"^\s*({NUMBER})\s*(?:[,;]\s|;|\s)\s*({NUMBER})\s*$"),
    re.compile(r"^\s*(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)\s*$"),
)
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

    @classmethod
    def typed(cls, text: str) -> Self | None:
        """The point of a latitude and a longitude as people write them, or None."""
        match = next(filter(None, (pattern.match(text) for pattern in TYPED)), None)
        if not match:
            return None
        latitude, longitude = (float(number.replace(",", ".")) for number in match.groups())
        return cls(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None

    @property
    def words(self) -> str:
        """Latitude and longitude as people write them."""
        return f"{_plain(self.latitude)}, {_plain(self.longitude)}"

    def __str__(self) -> str:
        return f"SRID=4326;POINT({_plain(self.longitude)} {_plain(self.latitude)})"

    def distance_km(self, other: "Point") -> float:
        """Great-circle distance in kilometres (haversine)."""
        lat1, lat2 = radians(self.latitude), radians(other.latitude)
        half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * (
            sin(radians(other.longitude - self.longitude) / 2) ** 2
        )
        return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def _plain(degrees: float) -> str:
    """The shortest decimal writing; `str` would write 0.00001 with an exponent."""
    return format(Decimal(str(degrees)), "f")
