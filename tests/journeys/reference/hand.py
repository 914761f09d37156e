"""A person's hand at a page: what it clicks and types is counted, and weighed by the keystroke-level model.

Card, Moran and Newell (1980) give a practised person 0.28 s a key, 1.1 s to point, 0.2 s to press, 1.35 s to make up one's
mind before each field or button. Reading a new page is taken as 5 s (our estimate). The machine's own time is printed
beside it and never asserted.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

KEY_SECONDS, POINT_SECONDS, PRESS_SECONDS, MIND_SECONDS, READ_SECONDS = 0.28, 1.1, 0.2, 1.35, 5.0
FIELDS = "input:not([type=hidden]):not([type=submit]):not([type=search]), select, textarea"
FILLED = """fields => {
  const names = new Map();
  for (const field of fields) {
    if (!field.name || field.closest('form[role=search]') || field.closest('header')) continue;
    const marks = field.type === 'checkbox' || field.type === 'radio';
    const has = marks ? field.checked : field.value !== '';
    names.set(field.name, (names.get(field.name) || false) || has);
  }
  return [names.size, [...names.values()].filter(Boolean).length];
}"""


@dataclass
class Effort:
    """What a journey cost: clicks, keys, fields shown and filled in already, pages, decisions, seconds of the machine.

    ``reading`` are the seconds spent on lines that are to be compared with their words, besides those of a new page.
    """

    clicks: int = 0
    keys: int = 0
    pages: int = 0
    decisions: int = 0
    fields: int = 0
    known: int = 0
    machine_seconds: float = 0.0
    reading: int = 0
    files: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The working time of a practised person, without the machine's."""
        return (
            self.clicks * (POINT_SECONDS + PRESS_SECONDS)
            + self.keys * KEY_SECONDS
            + self.decisions * MIND_SECONDS
            + self.pages * READ_SECONDS
            + self.reading
        )


class Hand:
    """One person in one browser context."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address, self.effort = page, address, Effort()

    @contextmanager
    def _timed(self):
        before = perf_counter()
        try:
            yield
        finally:
            self.effort.machine_seconds += perf_counter() - before

    def open(self, path: str) -> None:
        """Go to a page from the menu or a bookmark: one click."""
        self.effort.clicks += 1
        with self._timed():
            answer = self.page.goto(f"{self.address}{path}")
        assert answer.status == 200, (path, answer.status)
        self._read()

    def _read(self) -> None:
        self.effort.pages += 1

    def click(self, target, *, leads: bool = True) -> None:
        """Click a link or button; ``leads`` to another page."""
        where = self.page.locator(target) if isinstance(target, str) else target
        self.effort.clicks += 1
        self.effort.decisions += 1
        with self._timed():
            if leads:
                with self.page.expect_navigation():
                    where.first.click()
            else:
                where.first.click()
        if leads:
            self._read()

    def type(self, name: str, text: str) -> None:
        """Type into a field reached by Tab."""
        self.effort.keys += len(text) + 1
        self.effort.decisions += 1
        with self._timed():
            self.page.locator(f"[name='{name}']").first.fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose from a list, or mark one of several."""
        self.effort.clicks += 2
        self.effort.decisions += 1
        where = self.page.locator(f"[name='{name}']")
        with self._timed():
            if where.first.evaluate("field => field.tagName") == "SELECT":
                where.first.select_option(value)
            else:
                self.page.locator(f"[name='{name}'][value='{value}']").first.check()

    def mark(self, target) -> None:
        """Tick a box."""
        where = self.page.locator(target) if isinstance(target, str) else target
        self.effort.clicks += 1
        with self._timed():
            where.first.check()

    def press(self, key: str) -> None:
        """Press a key."""
        self.effort.keys += 1
        with self._timed():
            self.page.keyboard.press(key)

    def attach(self, name: str, path: Path) -> None:
        """Choose a file: two clicks in the system's own window."""
        self.effort.clicks += 2
        self.effort.decisions += 1
        with self._timed():
            self.page.locator(f"[name='{name}']").first.set_input_files(path)

    def look(self) -> None:
        """Count the fields of the form in front of us, and those that stand filled in, before anything is typed."""
        fields, known = self.page.locator(f"main {FIELDS.replace(', ', ', main ')}").evaluate_all(FILLED)
        self.effort.fields += fields
        self.effort.known += known

    def send(self, target: str = "main form button.primary") -> None:
        """Send the form."""
        self.click(target)

    def says(self) -> str:
        """Give what the page says."""
        return self.page.locator("main").inner_text()

    def sign_in(self, name: str, password: str) -> None:
        """Come in by user name and password."""
        self.open("/sign-in/")
        self.type("username", name)
        self.type("password", password)
        self.send("form:has([name='password']) button.primary")
