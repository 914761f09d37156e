"""A log's tree put together from the parts of a pass, and compared with the head and the upper tiles as stored."""

from collections.abc import Callable

from kechuang.ledger import tree
from kechuang.ledger.findings import Finding
from kechuang.ledger.models import Log, Tile
from kechuang.ledger.sweep import TILE, Part, compare_tiles


class Rebuilt:
    """The tree over the entries that a log really holds; ``roots`` gives the root at every size that was wanted."""

    def __init__(self, log: Log, find: Callable[[Finding], None]) -> None:
        self.log, self.find = log, find
        self.hasher = tree.ALGORITHMS[log.algorithm]
        self.upper = tree.Frontier()
        self.tiles: list[bytes] = []
        self.rest: list[bytes] = []
        self.roots: dict[int, bytes] = {}

    def add(self, part: Part) -> None:
        """Take in the next part; only the last may end within a tile."""
        edges = sorted(part.edges.items())
        before = len(self.tiles)
        done = 0
        for size, edge in edges:
            tiles = (size - 1) // TILE - before
            self.upper = self.upper.extend(part.tiles[done:tiles], self.hasher)
            done = tiles
            self.roots[size] = tree.fold(self.upper.nodes + edge, self.hasher)
        self.upper = self.upper.extend(part.tiles[done:], self.hasher)
        self.tiles += part.tiles
        self.rest = part.rest

    def finish(self) -> tuple[int, bytes]:
        """Compare the upper tiles and the head; give size and root as the leaves have them."""
        level, row = 1, self.tiles
        while len(row) >= TILE:
            blocks = [row[at : at + TILE] for at in range(0, len(row) - TILE + 1, TILE)]
            row = [tree.perfect_root(block, self.hasher) for block in blocks]
            compare_tiles(self.log.code, level, 0, blocks, row, self.find)
            level += 1
        tail = tree.Frontier().extend(self.rest, self.hasher)
        whole = tree.Frontier(len(self.tiles) * TILE + tail.size, self.upper.nodes + tail.nodes)
        self._count_tiles(level, whole.size)
        root = whole.root(self.hasher)
        if whole.size == self.log.size:
            for column, value in (("frontier", whole.to_bytes()), ("root", root)):
                if bytes(getattr(self.log, column)) != value:
                    values = {"log": self.log.code, "column": column, "size": whole.size}
                    self.find(Finding("ledger.head_altered", values))
        return whole.size, root

    def _count_tiles(self, levels: int, size: int) -> None:
        """Look for tiles beyond the log's entries."""
        stored = Tile.objects.filter(log=self.log.code)
        foreign = stored.filter(level__gte=levels).count()
        for level in range(levels):
            foreign += stored.filter(level=level, index__gte=size // TILE ** (level + 1)).count()
        if foreign:
            self.find(Finding("ledger.tile_foreign", {"log": self.log.code, "count": foreign}))
