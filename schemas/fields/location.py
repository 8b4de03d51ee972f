"""A place on the map, as the device that is held there says it, or as it is typed."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Part, Refused, asking
from schemas.fields.parts.amounts import read_number, show_number
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words

PARTS: Final[Mapping[str, Words]] = {
    "lat": words("Latitude", "纬度"),
    "lng": words("Longitude", "经度"),
    "accuracy": words("Accuracy in metres", "精度（米）"),
}
_LIMITS: Final[Mapping[str, tuple[int, int]]] = {"lat": (-90, 90), "lng": (-180, 180), "accuracy": (0, 40_000_000)}
_DIGITS: Final = 6
"""After the point: a tenth of a metre. More is noise."""


class Location(FieldType):
    """``{"lat", "lng", "accuracy"}`` in degrees and metres; whoever types by hand says no accuracy.

    ``max_accuracy``: a place that is less sure than so many metres is refused.
    """

    key = "location"
    title = words("Place on the map", "定位")
    icon = "map-pin"
    value = "object"
    family = "place"
    widget = True
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            key: {"type": "number", "minimum": low, "maximum": high} for key, (low, high) in _LIMITS.items()
        },
        "required": ["lat", "lng"],
        "additionalProperties": False,
    }
    options = asking(
        Field(
            "max_accuracy",
            "number",
            words("Sure to so many metres", "精度不低于（米）"),
            options={"minimum": 1, "decimals": 0},
        )
    )

    def parts(self, field: Field) -> Mapping[str, Part]:
        return dict.fromkeys(PARTS, Part("number"))

    def called(self, part: str, lang: str) -> str:
        return PARTS[part].in_(lang)

    def read(self, field: Field, raw: Any) -> dict[str, float] | None:
        if raw == "":
            return None
        if not isinstance(raw, dict) or not raw.keys() <= PARTS.keys():
            raise Refused("answer.type")
        said = {key: _degrees(key, raw[key]) for key in PARTS if raw.get(key) is not None}
        given = {key: value for key, value in said.items() if value is not None}
        if not given.keys() & {"lat", "lng"}:
            return None
        if missing := next((key for key in ("lat", "lng") if key not in given), None):
            raise Refused("answer.part-missing", part=PARTS[missing])
        wanted = field.options.get("max_accuracy")
        if wanted and given.get("accuracy", 0) > wanted:
            raise Refused("answer.too-vague", limit=wanted, said=_metres(given["accuracy"]))
        return given

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        place = f"{value['lat']}, {value['lng']}"
        if "accuracy" not in value:
            return place
        sure = words("{place} (within {n} m)", "{place}（误差约 {n} 米）")
        return sure.formatted(place=place, n=_metres(value["accuracy"])).in_(lang)


def _degrees(key: str, raw: Any) -> float | None:
    """A number within the limits of its part; metres in whole ones."""
    number = read_number(raw)
    if number is None:
        return None
    low, high = _LIMITS[key]
    if not low <= number <= high:
        raise Refused("answer.off-the-map", part=PARTS[key], low=str(low), high=f"{high:,}")
    rounded = round(number, 0 if key == "accuracy" else _DIGITS)
    return int(rounded) if float(rounded).is_integer() else rounded


def _metres(value: float) -> Words:
    return Words({lang: show_number(value, lang) for lang in LANGUAGES})
