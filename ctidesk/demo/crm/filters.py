"""$filter, from text to SQL: a recursive descent over one list of tokens."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ctidesk.demo.crm.errors import ODataError, bad_request, no_such_property
from ctidesk.demo.crm.schema import BIG_INTEGER, BOOLEAN, DATE, GUID, INTEGER, STRING, Entity

COMPARISONS = {"eq": "=", "ne": "IS NOT", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
NULL_COMPARISONS = {"eq": "IS NULL", "ne": "IS NOT NULL"}
FUNCTIONS = {
    "contains": "instr(fold({0}), ?) > 0",
    "startswith": "instr(fold({0}), ?) = 1",
    "endswith": "ends_with(fold({0}), ?)",
}
CONSTANTS: dict[str, tuple[str, Any]] = {"true": (BOOLEAN, 1), "false": (BOOLEAN, 0), "null": ("null", None)}

TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>'(?:[^']|'')*')
      | (?P<guid>[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})
      | (?P<date>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)
      | (?P<number>-?\d+)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<mark>[(),])
    )""",
    re.VERBOSE,
)


def date(text: str) -> str:
    moment = datetime.fromisoformat(text)
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")


LITERALS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "string": (STRING, lambda text: text[1:-1].replace("''", "'")),
    "guid": (GUID, str.lower),
    "date": (DATE, date),
    "number": (INTEGER, int),
}


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Condition:
    sql: str
    values: tuple[Any, ...] = ()


EVERYTHING = Condition("1")


def syntax_error(text: str, place: int) -> ODataError:
    return bad_request(f"Syntax error at position {place} in '{text}'.")


def tokens(text: str) -> list[Token]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match or not match.lastgroup:
            raise syntax_error(text, place)
        found.append(Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        place = match.end()
    return [*found, Token("end", "", len(text))]


@dataclass(slots=True)
class Parser:
    text: str
    entity: Entity
    left: list[Token]
    values: list[Any] = field(default_factory=list)

    def take(self, *accepted: str) -> Token:
        """The next token, which must be one of these words, marks or kinds."""
        token = self.left[0]
        if token.text not in accepted and token.kind not in accepted:
            raise syntax_error(self.text, token.place)
        return self.left.pop(0)

    def skip(self, word: str) -> bool:
        if self.left[0].text != word or self.left[0].kind == "string":
            return False
        self.left.pop(0)
        return True

    def any_of(self) -> str:
        parts = [self.all_of()]
        while self.skip("or"):
            parts.append(self.all_of())
        return " OR ".join(parts)

    def all_of(self) -> str:
        parts = [self.term()]
        while self.skip("and"):
            parts.append(self.term())
        return " AND ".join(parts)

    def term(self) -> str:
        if self.skip("not"):
            return f"NOT ({self.term()})"
        if self.skip("("):
            inner = self.any_of()
            self.take(")")
            return f"({inner})"
        return self.function() if self.left[0].text in FUNCTIONS else self.comparison()

    def function(self) -> str:
        template = FUNCTIONS[self.take("name").text]
        self.take("(")
        column = self.column(STRING)
        self.take(",")
        self.values.append(str(self.literal(STRING, "function")).casefold())
        self.take(")")
        return template.format(column)

    def comparison(self) -> str:
        kind = self.kind_ahead()
        column = self.column()
        operator = self.take(*COMPARISONS).text
        if self.left[0].text == "null" and operator in NULL_COMPARISONS:
            self.left.pop(0)
            return f"{column} {NULL_COMPARISONS[operator]}"
        value = self.literal(kind, operator)
        # Dynamics compares text without regard to case, and "ne" holds for null
        folded = kind == STRING
        self.values.append(value.casefold() if folded else value)
        return f"{f'fold({column})' if folded else column} {COMPARISONS[operator]} ?"

    def kind_ahead(self) -> str:
        return self.entity.columns.get(self.left[0].text, "")

    def column(self, kind: str = "") -> str:
        token = self.take("name")
        if token.text not in self.entity.columns:
            raise no_such_property(token.text, self.entity.name)
        if kind and self.entity.columns[token.text] != kind:
            raise bad_request(f"No function signature matches an argument of type of '{token.text}'.")
        return f't."{token.text}"'

    def literal(self, expected: str, operator: str) -> Any:
        token = self.take("string", "guid", "date", "number", *CONSTANTS)
        kind, value = CONSTANTS.get(token.text) or self.read(token)
        if kind != {BIG_INTEGER: INTEGER}.get(expected, expected):
            found = f"Found operand types '{expected}' and '{kind}' for operator kind '{operator}'."
            raise bad_request(f"A binary operator with incompatible types was detected. {found}")
        return value

    def read(self, token: Token) -> tuple[str, Any]:
        kind, convert = LITERALS[token.kind]
        try:
            return kind, convert(token.text)
        except ValueError:
            raise syntax_error(self.text, token.place) from None


def parse(text: str, entity: Entity) -> Condition:
    parser = Parser(text, entity, tokens(text))
    sql = parser.any_of()
    parser.take("end")
    return Condition(f"({sql})", tuple(parser.values))
