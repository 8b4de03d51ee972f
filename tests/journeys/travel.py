"""A travel request, built from nothing in the designer by whatever hands do it."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.hands import Hands

FIRST = (
    ("Short text", "Where to"),
    ("Long text", "What for"),
    ("Date", "From"),
    ("Date", "Until"),
    ("One choice", "How"),
)
SECOND = (
    ("Number", "Fare"),
    ("Number", "Hotel"),
    ("Computed value", "Total"),
    ("Long text", "Why by plane"),
    ("Yes or no", "Paid in advance"),
)


@dataclass
class Designer:
    """At work on one draft."""

    page: Page
    hands: Hands

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    @property
    def cards(self) -> Locator:
        return self.page.locator("#cards")

    def begin(self) -> None:
        self.page.goto("/design")
        hands, page = self.hands, self.page
        hands.press(page.get_by_role("button", name="Begin with a blank form"))
        hands.press(page.get_by_role("button", name="New process"))
        hands.say(page.get_by_role("textbox", name="Title"), "Travel request")
        page.keyboard.press("Enter")
        hands.settle()
        expect(page.get_by_role("heading", name="Travel request")).to_be_visible()

    def ask_everything(self) -> None:
        for kind, title in FIRST:
            self.ask(kind, title)
            if kind == "One choice":
                self.hands.say(self.panel.get_by_label("line 1 (en)"), "By train")
                self.hands.say(self.panel.get_by_label("line 2 (en)"), "By plane")
        self.new_page("The costs")
        for kind, title in SECOND:
            self.ask(kind, title)

    def ask(self, kind: str, title: str) -> None:
        """One more field, behind the one before; its title is what is typed next."""
        find = self.page.get_by_role("searchbox", name="Find a kind of field").locator("visible=true")
        if find.count() == 0:
            here = self.page.get_by_role("link", name="Add a field here")
            following = self.page.get_by_role("link", name="Add the next field")
            self.hands.press(following.or_(here).locator("visible=true").last)
        self.hands.kind(find.first, kind)
        box = self.panel.get_by_label("What is asked (en)")
        expect(box).to_be_focused()
        self.hands.say(box, title)

    def new_page(self, title: str) -> None:
        self.leave()
        self.hands.press(self.page.locator("summary", has_text="Add a page"))
        self.hands.say(self.page.get_by_label("Title of the page (en)").locator("visible=true"), title)
        self.hands.press(self.page.get_by_role("button", name="Add page"))
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    def leave(self) -> None:
        """Out of the panel."""
        self.hands.leave(self.panel.get_by_role("link", name="Close"))
        expect(self.panel.get_by_role("link", name="Close")).to_have_count(0)

    def open_field(self, title: str) -> None:
        self.hands.press(self.cards.get_by_role("link", name=title).first)
        expect(self.panel.get_by_label("What is asked (en)")).to_have_value(title)

    def open_rule(self, field: str, kind: str) -> None:
        if self.panel.get_by_role("link", name="Close").is_visible():
            self.leave()
        self.open_field(field)
        self.hands.press(self.panel.locator("summary", has_text="Add a rule"))
        self.hands.press(self.panel.get_by_role("link", name=kind))
        expect(self.page.locator("#rule")).to_be_visible()

    def condition(self, left: str, operator: str, *, value: str = "", compared: str = "") -> None:
        page, hands = self.page, self.hands
        said = page.locator("#rule-said")
        hands.pick(page.get_by_label("What is looked at"), left)
        if operator:
            hands.pick(page.get_by_label("Comparison"), operator)
        if compared:
            hands.pick(page.get_by_label("Compared with"), compared)
        elif page.get_by_role("combobox", name="Value", exact=True).count():
            hands.pick(page.get_by_role("combobox", name="Value", exact=True), value)
        else:
            hands.say(page.get_by_label("Value", exact=True), value)
        expect(said).to_contain_text(value or compared)
        hands.press(page.get_by_role("button", name="Save rule").last)

    def make_rules(self) -> None:
        self.open_rule("Why by plane", "Asked only when")
        self.condition("How", "", value="By plane")
        expect(self.panel).to_contain_text("Asked only when “How” is By plane")
        self.open_rule("Until", "Refused when")
        self.hands.say(self.page.get_by_label("What is said beside the field (en)"), "It cannot end before it begins.")
        self.condition("Until", "is before", compared="From")
        expect(self.panel).to_contain_text("when “Until” is before “From”")
        self.leave()
        self.open_field("Total")
        self.hands.press(self.panel.get_by_role("link", name="Not said yet"))
        self.hands.say(self.page.locator("#formula"), "[Fare] + [Hotel]")
        expect(self.page.locator("#rule-said")).to_contain_text("Fare")
        self.hands.press(self.page.get_by_role("button", name="Save rule").last)
        expect(self.panel).to_contain_text("Worked out as")

    def draw_steps(self) -> None:
        self.leave()
        self.hands.press(
            self.page.get_by_role("navigation", name="Parts of the process").get_by_role("link", name="Steps")
        )
        expect(self.page.locator("#state-review")).to_be_visible()
        self.add_step("Add a step at the very beginning", "Check", "To do")
        self.ask_whom("Office · 2 people")
        self.deadline("2", "remind")
        self.add_step("Add a step after “Check”", "Above 1,000?", "Choice")
        self.add_way("A new approval", "Above 1,000")
        self.condition("Total", "is at least", value="1000")
        expect(self.cards.locator("#state-above-1-000")).to_contain_text("if “Total” is at least 1000")
        self.leave()
        self.hands.press(self.cards.locator("#state-approval .step-card-name"))
        self.hands.say(self.panel.get_by_label("What is done here (en)"), "Board")
        self.ask_whom("Board · 3 people")
        self.hands.pick(self.panel.get_by_label("Rule", exact=True), "At least so many must agree")
        self.hands.say(self.panel.get_by_label("How many must agree?"), "2")
        self.deadline("3", "tell the next level")
        expect(self.panel.locator("#decide-said")).to_contain_text("At least 2 of the 3 must agree.")
        self.lead("Agree", "Done")
        self.open_step("Check")
        self.add_way("A new to-do", "Send back")
        self.name_it("Correct it")
        self.ask_whom("The requester")
        self.lead("Done", "Check")
        self.open_step("Check")
        self.open_way("Send back")
        self.hands.tick(self.panel.get_by_label("A comment must be given").locator("visible=true"))
        self.open_step("Review")
        self.ask_whom("Ada Stone")

    def add_step(self, where: str, title: str, kind: str) -> None:
        if self.panel.get_by_role("link", name="Close").is_visible():
            self.leave()
        self.hands.press(self.page.get_by_role("link", name=where))
        box = self.panel.get_by_label("What is done here (en)")
        expect(box).to_be_focused()
        self.hands.say(box, title)
        self.hands.press(self.panel.get_by_role("button", name=kind))
        expect(box).to_be_focused()

    def name_it(self, title: str) -> None:
        box = self.panel.get_by_label("What is done here (en)")
        expect(box).to_be_focused()
        self.hands.say(box, title)

    def ask_whom(self, who: str) -> None:
        self.hands.pick(self.panel.get_by_label("Who, line 1").first, who)

    def deadline(self, count: str, do: str) -> None:
        self.unfold("Deadlines")
        self.hands.say(self.panel.get_by_label("After how long").first, count)
        if do != "remind":
            self.hands.pick(self.panel.get_by_label("What happens").first, do)

    def unfold(self, name: str) -> None:
        self.hands.press(self.panel.locator("summary", has_text=name).first)

    def add_way(self, target: str, title: str) -> None:
        self.unfold("Add a way on")
        form = self.panel.locator("#more-way")
        self.hands.pick(form.get_by_label("Leads to"), target)
        self.hands.say(form.get_by_role("textbox").first, title)
        self.hands.press(form.get_by_role("button", name="Add"))

    def open_way(self, title: str) -> None:
        self.hands.press(self.panel.locator(".way-card > summary", has_text=title).first)

    def lead(self, way: str, target: str) -> None:
        self.open_way(way)
        card = self.panel.locator(".way-card[open]")
        self.hands.pick(card.get_by_label("Leads to"), target)
        expect(card.locator("summary").first).to_contain_text(target)

    def open_step(self, title: str) -> None:
        if self.panel.get_by_role("link", name="Close").is_visible():
            self.leave()
        self.hands.press(self.cards.locator(".step-card-name", has_text=title).first)
        expect(self.panel.get_by_label("What is done here (en)")).to_have_value(title)

    def let_change(self, step: str) -> None:
        """Whoever asked may change all answers in that step."""
        self.leave()
        self.hands.press(self.page.get_by_role("link", name="All rights at a glance"))
        self.hands.pick(self.page.get_by_label(f"Everything, {step}"), "May change")
        expect(self.page.get_by_label(f"Fare, {step}")).to_contain_text("may change")

    def publish(self) -> None:
        tabs = self.page.get_by_role("navigation", name="Parts of the process")
        self.hands.press(tabs.get_by_role("link", name="Publish"))
        self.hands.press(self.page.get_by_role("button", name="Publish", exact=True))
        expect(self.page.get_by_text("Version 1 is published").first).to_be_visible()
