"""Answers kept for the next one who asks, by question and version of the data, bounded in bytes.

An entry names the version of the store it came from, so a write makes every older entry unreachable at once; those
leave as room is needed.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A complete answer: the headers that belong to it, and its body."""

    headers: Headers
    body: bytes

    @property
    def size(self) -> int:
        """Bytes it takes, roughly: an entry without a body takes room too."""
        return len(self.body) + 512


class Cache:
    """The most recently used answers. An entry larger than an eighth of the cache is not kept."""

    def __init__(self, capacity: int):
        self._capacity = capacity
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    @property
    def largest(self) -> int:
        """Bytes of the largest body that is kept."""
        return max(0, self._capacity // 8 - 512)

    def get(self, key: Hashable) -> Entry | None:
        """The answer to a question asked before; a question that is not here counts as a miss."""
        entry = self.find(key)
        if entry is None:
            self.misses += 1
        return entry

    def find(self, key: Hashable) -> Entry | None:
        """The same for who will look here again before the question is answered: nothing is counted as a miss."""
        entry = self._entries.get(key)
        if entry is not None:
            self.hits += 1
            self._entries.move_to_end(key)
        return entry

    def put(self, key: Hashable, entry: Entry) -> None:
        """Keep an answer."""
        if len(entry.body) > self.largest:
            return
        old = self._entries.pop(key, None)
        self.bytes += entry.size - (old.size if old else 0)
        self._entries[key] = entry
        while self.bytes > self._capacity:
            _, oldest = self._entries.popitem(last=False)
            self.bytes -= oldest.size

    def __len__(self) -> int:
        return len(self._entries)
