"""A cache in memory: finds by looking at every record, so that the index can be held against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ctidesk.adapters.cache.find import is_ignored, kind_of
from ctidesk.adapters.cache.rows import KINDS, NAME_FIELD, card_of, client_of, is_active, name_of, to_stored
from ctidesk.adapters.cache.staff import listed
from ctidesk.adapters.cache.text import numbers_of, words_of
from ctidesk.adapters.cache.titles import FIELDS
from ctidesk.adapters.clock import SystemClock
from ctidesk.domain.draft import Draft
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.domain.keyboard_layout import other_layout
from ctidesk.domain.operator import OperatorStatus
from ctidesk.domain.outbox import Value, Waiting, Write, linked
from ctidesk.domain.phone_number import PhoneNumber, split_field
from ctidesk.domain.presence import Colleague
from ctidesk.domain.records import (
    CLIENTS,
    FOUND_ROWS,
    PHONE_FIELDS,
    CallRecord,
    Card,
    Client,
    Entity,
    Match,
    MatchKind,
    RecordRef,
    Row,
)
from ctidesk.ports import Clock, CrmIdentity, OperatorRecord, Page
from tests.fakes.copied import FakeCopy, Standing

RANK = {kind: place for place, kind in enumerate(MatchKind)}
RIGHTS = (Entity.TEAM_MEMBERSHIP, Entity.CONFIGURATOR, Entity.CONFIGURATOR_TEAM)
GUESSES_BESIDE = 10


@dataclass
class Kept:
    """What outlives the desk."""

    who: CrmIdentity | None = None
    standing: dict[Entity, Standing] = field(default_factory=lambda: {entity: Standing() for entity in Entity})
    calls: list[tuple[CrmIdentity | None, CallRecord]] = field(default_factory=list)
    outbox: list[tuple[CrmIdentity | None, Waiting]] = field(default_factory=list)
    seq: int = 0
    status: OperatorStatus | None = None
    drafts: dict[tuple[CrmIdentity | None, str], Draft] = field(default_factory=dict)


@dataclass
class FakeCache(FakeCopy):
    """``full``: the disk has no room; what the operator does then waits, and is kept once there is some."""

    clock: Clock = field(default_factory=SystemClock)
    kept: Kept = field(default_factory=Kept)
    full: bool = False

    def __post_init__(self) -> None:
        self.standing = self.kept.standing

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def identity(self) -> CrmIdentity | None:
        return self.kept.who

    async def belongs_to(self, identity: CrmIdentity) -> None:
        if self.kept.who and self.kept.who != identity:
            self.standing = self.kept.standing = Kept().standing
        self.kept.calls = [(who or identity, call) for who, call in self.kept.calls]
        self.kept.outbox = [(who or identity, waiting) for who, waiting in self.kept.outbox]
        self.kept.drafts = {(who or identity, id): draft for (who, id), draft in self.kept.drafts.items()}
        self.kept.who = identity

    # --- the copy ---
    async def store_page(self, entity: Entity, page: Page) -> None:
        self.refuse_when_full()
        await super().store_page(entity, page)

    # --- finding ---
    async def lookup(self, number: PhoneNumber) -> tuple[Match, ...]:
        matches = [match for entity in CLIENTS for row in self.active(entity) for match in self.by_number(row, number)]
        matches.sort(key=lambda match: (RANK[match.kind], match.client.ref.entity != "contact", match.client.name))
        return tuple([match for match in matches if match.kind is not MatchKind.LAST_7] or matches)

    def by_number(self, row: Row, number: PhoneNumber) -> Iterable[Match]:
        """The best field of one record."""
        fields = [(name, str(row[name])) for name in PHONE_FIELDS[Entity.CONTACT] if row.get(name)]
        kinds = (
            (kind, name, content)
            for name, content in fields
            for part in split_field(content)
            if number.digits and (kind := kind_of(number, part, "RU"))
        )
        best = min(kinds, key=lambda found: RANK[found[0]], default=None)
        return [Match(self.client(row), best[1], best[2], best[0])] if best else []

    async def search(
        self, text: str, limit: int = FOUND_ROWS, entities: Collection[Entity] = CLIENTS
    ) -> tuple[Match, ...]:
        clients = [row for entity in CLIENTS if entity in entities for row in self.active(entity)]
        found: list[Match] = []
        typed, meant = words_of(text), words_of(other_layout(text))
        for kind, words in ((MatchKind.TEXT, typed), (MatchKind.LAYOUT, meant), (MatchKind.TYPO, typed)):
            known = {match.client.ref for match in found}
            ranked = sorted((self.rank(row, words), str(row["id"])) for row in clients if self.has(row, words, kind))
            refs = [self.client(row) for _, id in ranked for row in clients if row["id"] == id]
            places = GUESSES_BESIDE if found and kind is not MatchKind.TEXT else limit
            fresh = [client for client in refs if client.ref not in known][:places]
            found += [self.match(client, words, kind) for client in fresh if words]
        return (*found[:limit], *self.titled(text, entities))

    def has(self, row: Row, words: Sequence[str], kind: MatchKind) -> bool:
        client = self.client(row)
        among = words_of(f"{client.name} {client.organization} {row.get('emailaddress1') or ''}")
        if kind is MatchKind.TYPO:
            return all(any(is_near(word, one) for one in among) for word in words)
        digits = "".join(filter(str.isdigit, " ".join(words)))
        if digits == "".join(words) and len(digits) >= 3 and any(self.numbered(row, digits)):
            return True
        names = [word for word in words if not word.isdigit()]
        return all(any(one.startswith(word) for one in among) for word in names) and all(
            any(self.numbered(row, word)) for word in words if word.isdigit()
        )

    def numbered(self, row: Row, digits: str) -> Iterable[bool]:
        for name in PHONE_FIELDS[Entity.CONTACT]:
            for number in numbers_of(str(row.get(name) or "")):
                begins = number[-10:].startswith((digits, digits[1:] if digits[0] in "78" else digits))
                yield begins or (len(digits) >= 4 and number.endswith(digits))

    def rank(self, row: Row, words: Sequence[str]) -> tuple[object, ...]:
        client = self.client(row)
        name = words_of(client.name)
        recent = [call.client.ref for _, call in reversed(self.kept.calls) if call.client]
        last_used = recent.index(client.ref) if client.ref in recent else len(recent)
        whole = name[: len(words)] == list(words)
        begins = bool(words) and bool(name) and (name[0].startswith(words[0]) or is_near(words[0], name[0]))
        named = all(any(one.startswith(word) or is_near(word, one) for one in name) for word in words)
        return (not whole, not begins, not named, last_used, name)

    def match(self, client: Client, words: Sequence[str], kind: MatchKind) -> Match:
        row = self.standing[client.ref.entity].rows[client.ref.id]
        phones = [(name, str(row[name])) for name in PHONE_FIELDS[Entity.CONTACT] if row.get(name)]
        for field_name, content in phones:
            if any(word.isdigit() and len(word) >= 3 and word in "".join(numbers_of(content)) for word in words):
                return Match(client, field_name, content, kind)
        texts = {NAME_FIELD[client.ref.entity]: client.name, "emailaddress1": str(row.get("emailaddress1") or "")}
        whole = (
            name
            for name, text in texts.items()
            if all(any(one.startswith(word) for one in words_of(text)) for word in words)
        )
        return Match(client, next(whole, "organization"), phones[0][1] if phones else "", kind)

    def titled(self, text: str, entities: Collection[Entity]) -> Iterable[Match]:
        for entity in (entity for entity in FIELDS if entity in entities):
            for row in self.active(entity):
                texts = {name: words_of(str(row.get(name) or "")) for name in FIELDS[entity]}
                among = [word for words in texts.values() for word in words]
                words = words_of(text)
                if words and all(any(one.startswith(word) for one in among) for word in words):
                    matched = next(name for name, some in texts.items() if any(o.startswith(words[0]) for o in some))
                    name = str(row.get(FIELDS[entity][0]) or "")
                    ref = RecordRef(entity, str(row["id"]))
                    yield Match(Client(ref, name), matched, str(row.get("ticket") or ""))

    def client(self, row: Row) -> Client:
        entity = next(entity for entity in CLIENTS if self.standing[entity].rows.get(str(row["id"])) is row)
        parent = self.standing[Entity.ACCOUNT].rows.get(str(row.get("parent")))
        organization = name_of(parent, KINDS[Entity.ACCOUNT]) if parent else ""
        return client_of(to_stored(0, KINDS[entity], row, organization))

    def active(self, entity: Entity) -> list[Row]:
        return [row for row in self.standing[entity].rows.values() if is_active(row.get("state"))]

    async def card(self, ref: RecordRef) -> Card | None:
        row = self.standing[ref.entity].rows.get(ref.id)
        if row is None or ref.entity not in KINDS:
            return None
        parent = self.standing[Entity.ACCOUNT].rows.get(str(row.get("parent")))
        stored = to_stored(0, KINDS[ref.entity], row, self.client(row).organization)
        return card_of(stored, organization=self.client(parent) if parent else None)

    async def is_ignored(self, number: PhoneNumber) -> bool:
        return is_ignored([str(row["number"]) for row in self.active(Entity.IGNORED_NUMBER)], number, "RU")

    async def operator(self, user_id: str) -> OperatorRecord | None:
        user = self.standing[Entity.USER].rows.get(user_id)
        if user is None:
            return None
        seconds = user.get("wrap_up_s")
        return OperatorRecord(
            user_id, str(user["name"]), seconds if isinstance(seconds, int) else None, self.allowed(user_id)
        )

    def allowed(self, user_id: str) -> bool | None:
        memberships, configurators, listed = (self.standing[entity].rows.values() for entity in RIGHTS)
        if not configurators or not all(self.standing[entity].ever for entity in RIGHTS):
            return None
        teams = {row["team"] for row in listed}
        return any(row["user"] == user_id and row["team"] in teams for row in memberships)

    async def colleagues(self) -> tuple[Colleague, ...]:
        staff = (Entity.EMPLOYEE_NUMBER, Entity.USER, Entity.PHONE_DIRECTORY)
        return listed(*(self.standing[entity].rows.values() for entity in staff))

    # --- the journal and the outbox ---
    async def record_call(self, call: CallRecord, writes: Sequence[Write] = ()) -> None:
        self.kept.calls = [(who, each) for who, each in self.kept.calls if each.id != call.id]
        self.kept.calls.append((self.kept.who, call))
        await self.enqueue(writes)

    async def enqueue(self, writes: Sequence[Write]) -> None:
        for write in writes:
            self.kept.seq += 1
            self.kept.outbox.append((self.kept.who, Waiting(self.kept.seq, write)))
        self.refuse_when_full()

    async def calls(self, limit: int = 100) -> tuple[CallRecord, ...]:
        mine = (call for who, call in self.kept.calls if who == self.kept.who)
        return tuple(sorted(mine, key=lambda call: call.started, reverse=True)[:limit])

    async def unfinished_calls(self) -> tuple[CallRecord, ...]:
        return tuple(call for call in reversed(await self.calls()) if not call.completed)

    async def outbox(self) -> tuple[Waiting, ...]:
        return linked(waiting for who, waiting in self.kept.outbox if who == self.kept.who)

    async def write_done(self, seq: int) -> None:
        self.kept.outbox = [(who, waiting) for who, waiting in self.kept.outbox if waiting.seq != seq]

    async def write_failed(
        self, seq: int, problem: Problem, *, parked: bool, theirs: Mapping[str, Value] | None = None
    ) -> None:
        self.kept.outbox = [
            (
                who,
                Waiting(seq, waiting.write, waiting.tries + 1, problem, parked, dict(theirs or {}))
                if waiting.seq == seq
                else waiting,
            )
            for who, waiting in self.kept.outbox
        ]

    async def drafts(self) -> tuple[Draft, ...]:
        return tuple(draft for (who, _), draft in sorted(self.kept.drafts.items(), key=str) if who == self.kept.who)

    async def keep_draft(self, draft: Draft) -> None:
        self.refuse_when_full()
        self.kept.drafts[self.kept.who, draft.ref.id] = draft

    async def forget_draft(self, ref: RecordRef) -> None:
        self.kept.drafts.pop((self.kept.who, ref.id), None)

    async def remembered_status(self) -> OperatorStatus | None:
        return self.kept.status

    async def remember_status(self, status: OperatorStatus) -> None:
        self.kept.status = status

    def refuse_when_full(self) -> None:
        if self.full:
            raise DeskError(Problem.of(ProblemId.CACHE_DISK_FULL, file="fake"))


def is_near(typed: str, word: str) -> bool:
    """Whether some beginning of ``word`` is at most one typo away from ``typed``, where that has five letters."""
    if word.startswith(typed):
        return True
    sizes = range(len(typed) - 1, len(typed) + 2) if len(typed) >= 5 else ()
    return any(word[:size] in edits(typed, word) for size in sizes)


def edits(typed: str, word: str) -> set[str]:
    """Everything that one typo makes of ``typed``, with the letters of ``word``."""
    parts = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    letters = set(word)
    return (
        {left + right[1:] for left, right in parts if right}
        | {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
        | {left + letter + right[1:] for left, right in parts if right for letter in letters}
        | {left + letter + right for left, right in parts for letter in letters}
    )
