"""One question of every type there is, in a process of its own, and the keys that answer each."""

import io
import json
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Locator, Page

from runtime.background import worker
from runtime.processes import deployment
from runtime.store.ids import new_id
from runtime.store.people import departments
from runtime.store.people.departments import Department
from schemas.document import load
from schemas.words import words
from tests.journeys.house import House

KEPT: Final = json.loads((Path(__file__).parents[1] / "data" / "specimens.json").read_text("utf-8"))
DOCUMENT: Final[dict[str, Any]] = KEPT["document"]
KEYS: Final[dict[str, list[str]]] = KEPT["keys"]
"""By type: what to press once its first control has the focus. "=…" is typed, "@…" is the name of the control to go to."""

PATH: Final = f"/new/{DOCUMENT['key']}"


@dataclass(frozen=True)
class Sample:
    name: str
    mimeType: str  # noqa: N815 -- as the browser's driver calls it
    buffer: bytes


def photo() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), (12, 110, 110)).save(drawn, "JPEG")
    return drawn.getvalue()


def sound() -> bytes:
    heard = io.BytesIO()
    with wave.open(heard, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return heard.getvalue()


def files() -> dict[str, Sample]:
    return {
        "file": Sample("notes.txt", "text/plain", b"What we agreed on.\n"),
        "photo": Sample("damage.jpg", "image/jpeg", photo()),
        "audio": Sample("note.wav", "audio/wav", sound()),
    }


def publish(house: House) -> None:
    """The process, and departments to choose from."""
    now = worker.now()
    with house.database.writing() as tx:
        for key, title in (("sales", words("Sales", "销售部")), ("service", words("Service", "客服部"))):
            departments.add(tx, Department(house.workspace, new_id(now), key, title))
        deployment.deploy(tx, house.workspace, load(DOCUMENT), "person:specimens", now)


def question(page: Page, key: str) -> Locator:
    return page.locator(f'form [data-field="{key}"]').first


def answer(page: Page, key: str) -> None:
    """By keyboard alone, or by choosing a file."""
    if key in files():
        sample = files()[key]
        picker = question(page, key).locator("input[type=file]").first
        picker.set_input_files([{"name": sample.name, "mimeType": sample.mimeType, "buffer": sample.buffer}])
        return
    for pressed in KEYS.get(key, ()):
        if pressed.startswith("@"):
            come_to(page, pressed[1:])
        elif pressed.startswith("="):
            page.keyboard.type(pressed[1:])
        else:
            page.keyboard.press(pressed)


def come_to(page: Page, name: str) -> None:
    """By Tab, to the next control of that name."""
    for _ in range(12):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")


def tabbed(page: Page, most: int = 400) -> list[str]:
    """Through the whole form by Tab alone, answering each question when it is come to; the questions in that order."""
    came: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
              if (document.activeElement.matches("[data-send]")) return "sent";
              const all = [];
              for (let one = document.activeElement.closest("[data-field]"); one; one = one.parentElement.closest("[data-field]")) all.push(one.dataset.field);
              return all.at(-1) ?? "";
            }"""
        )
        if at == "sent":
            return came
        if at and at not in came:
            came.append(at)
            answer(page, at)
    raise AssertionError(f"the button that sends is not within {most} steps; came to {came}")
