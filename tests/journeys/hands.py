"""Whoever does something in a browser by one kind of hand alone: a mouse, the keys, a finger. What they do is counted."""

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 40
"""So many presses of the Tab key may lie between two things that are done one after the other."""
QUIET = """() => document.body && !document.documentElement.hasAttribute("data-keeping")
  && !document.querySelector("#rule[aria-busy], .htmx-request, .htmx-swapping, .htmx-settling")"""
BACKWARDS = """(one) => document.activeElement !== document.body
  && Boolean(document.activeElement.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING)"""
SAME_PART = """(one) => [".tabs", "#panel", "#cards", ".designer-palette"].every((part) =>
  one.closest(part) === null || one.closest(part).contains(document.activeElement))"""
FOCUSED = "(one) => one === document.activeElement"
CHOSEN = "(one) => one.selectedOptions[0]?.text.trim()"


@dataclass
class Hands(ABC):
    """``counted``: clicks, taps or keys, and the letters that were typed."""

    page: Page
    counted: Counter[str] = field(default_factory=Counter)
    farthest: tuple[int, str] = (0, "")
    """The longest way by the Tab key, and where it led."""

    @abstractmethod
    def press(self, target: Locator) -> None:
        """A button, a link, what unfolds."""

    @abstractmethod
    def say(self, target: Locator, text: str) -> None:
        """Into a box, in place of what stands there."""

    @abstractmethod
    def pick(self, target: Locator, title: str) -> None:
        """Out of a list."""

    @abstractmethod
    def tick(self, target: Locator) -> None:
        """A box, or one of several answers."""

    @abstractmethod
    def kind(self, find: Locator, title: str) -> None:
        """A field of that kind, where kinds are searched with ``find``."""

    @abstractmethod
    def leave(self, close: Locator) -> None:
        """What is open, by its cross or however it is left."""

    def settle(self) -> None:
        self.page.wait_for_function(QUIET)


class Mouse(Hands):
    def press(self, target: Locator) -> None:
        self._hit(target)
        self.settle()

    def say(self, target: Locator, text: str) -> None:
        self._hit(target)
        target.fill(text)
        self.counted["letters"] += len(text)

    def pick(self, target: Locator, title: str) -> None:
        self.counted["clicks"] += 2  # the list opens in a window of the system, where no test can point
        target.select_option(label=title)
        self.settle()

    def tick(self, target: Locator) -> None:
        self._hit(target)
        expect(target).to_be_checked()
        self.settle()

    def kind(self, find: Locator, title: str) -> None:
        del find
        self.press(self.page.get_by_role("button", name=title, exact=True).locator("visible=true").first)

    def leave(self, close: Locator) -> None:
        self.press(close)

    def _hit(self, target: Locator) -> None:
        self.counted["clicks"] += 1
        target.click()


class Finger(Mouse):
    def _hit(self, target: Locator) -> None:
        self.counted["taps"] += 1
        target.tap()

    def pick(self, target: Locator, title: str) -> None:
        self.counted["taps"] += 2
        target.select_option(label=title)
        self.settle()


class Keys(Hands):
    """Never touches anything but the keyboard."""

    def press(self, target: Locator) -> None:
        self._reach(target)
        self._key("Enter")
        self.settle()

    def say(self, target: Locator, text: str) -> None:
        self._reach(target)
        if target.get_attribute("type") == "date":
            year, month, day = text.split("-")
            text = f"{month}{day}{year}"
        else:
            self._key("ControlOrMeta+A")
        self.page.keyboard.type(text)
        self.counted["letters"] += len(text)

    def kind(self, find: Locator, title: str) -> None:
        self.say(find, title)
        self._key("Enter")
        self.settle()

    def leave(self, close: Locator) -> None:
        del close
        self._key("Escape")
        self.settle()

    def pick(self, target: Locator, title: str) -> None:
        self._reach(target)
        # The first word alone: where letters come slowly, a space among them opens the list instead.
        for letter in title.partition(" ")[0]:
            if target.evaluate(CHOSEN) == title:
                break
            self._key(letter)
        if target.evaluate(CHOSEN) != title:
            self._key("Home")
        for _ in range(target.locator("option").count()):
            if target.evaluate(CHOSEN) == title:
                break
            self._key("ArrowDown")
        assert target.evaluate(CHOSEN) == title
        self.settle()

    def tick(self, target: Locator) -> None:
        if target.get_attribute("type") == "radio":
            self._choose(target)
        else:
            self._reach(target)
            self._key("Space")
        expect(target).to_be_checked()
        self.settle()

    def _choose(self, answer: Locator) -> None:
        """Several answers are one stop for Tab; the arrow keys go from one to the next, and choose it."""
        others = self.page.locator(f'[type=radio][name="{answer.get_attribute("name")}"]')
        self._reach(others.first)
        self._key("Space")
        for _ in range(others.count()):
            if answer.is_checked():
                break
            self._key("ArrowDown")

    def _reach(self, target: Locator) -> None:
        """By Tab, forwards or back, whichever way it lies."""
        expect(target).to_be_visible()
        for _ in range(4):
            if target.evaluate(SAME_PART):
                break
            self._key("F6")
        if target.evaluate(FOCUSED):
            return
        key = "Shift+Tab" if target.evaluate(BACKWARDS) else "Tab"
        for presses in range(1, MOST_TABS + 1):
            self._key(key)
            if target.evaluate(FOCUSED):
                self.farthest = max(self.farthest, (presses, str(target)))
                return
        raise AssertionError(f"{key} does not reach {target} in {MOST_TABS} presses")

    def _key(self, key: str) -> None:
        self.counted["keys"] += 1
        self.page.keyboard.press(key)
