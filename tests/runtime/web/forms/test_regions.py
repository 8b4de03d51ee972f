"""What an address offers, and how formatted text will look."""

from schemas.fields.parts import areas
from tests.runtime.web.conftest import Visitor


def test_the_cities_of_a_province_are_kept_for_ever(stranger: Visitor) -> None:
    got = stranger.get(f"/areas/{areas.fingerprint()}/浙江省.json")
    assert "西湖区" in got.get_json()["杭州市"]
    assert "immutable" in got.headers["Cache-Control"]


def test_a_province_that_is_a_city_is_its_own_only_one() -> None:
    assert list(areas.cities("上海市")) == ["上海市"]
    assert "黄浦区" in areas.cities("上海市")["上海市"]
    assert areas.cities("台湾省") == {}


def test_another_edition_and_another_place_are_not_there(stranger: Visitor) -> None:
    for path in ("0000000000/浙江省", f"{areas.fingerprint()}/Bayern", f"{areas.fingerprint()}/浙江"):
        assert stranger.get(f"/areas/{path}.json").status_code == 404


def test_whoever_fills_a_form_sees_what_their_text_will_look_like(stranger: Visitor) -> None:
    """Also on the page of a public link, in a frame, where there is no session to hold a token."""
    drawn = stranger.client.post("/markdown", data={"text": "# Plan\n\n**first** <script>alert(1)</script>"})
    assert "<strong>first</strong>" in drawn.text
    assert "<script" not in drawn.text
    assert stranger.client.post("/markdown", data={"text": "a" * 100_001}).status_code == 413
