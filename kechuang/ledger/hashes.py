"""Hashes of tree nodes from the database: from the head's frontier, from complete tiles, else from leaves.

A proof in a log of a million entries needs about twenty nodes. They come from at most one tile of each level, from
the roots of the tiles that no tile of the next level holds yet (fewer than 256 a level), and from the last leaves.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from kechuang.ledger import tree
from kechuang.ledger.models import Entry, Log, Tile
from kechuang.ledger.tree import HASH_BYTES, Node

TILE, TILE_BITS = 256, 8


def source(log: Log) -> tree.Source:
    """Give the hash source of a log as of its head row; each call costs at most three queries."""
    return _Source(log)


class _Source:
    """Reads the nodes of one log."""

    def __init__(self, log: Log) -> None:
        self.log, self.hasher = log, tree.ALGORITHMS[log.algorithm]

    def __call__(self, nodes: Sequence[Node]) -> Mapping[Node, bytes]:
        known = self.log.tree.named()
        plan = {node: self._row(node) for node in nodes if node not in known}
        rows = self._read(plan.values())
        found = {node: known[node] for node in nodes if node in known}
        for node, (level, start, end) in plan.items():
            found[node] = tree.perfect_root([rows[level, at] for at in range(start, end)], self.hasher)
        return found

    def _row(self, node: Node) -> tuple[int, int, int]:
        """Say which row of hashes makes a node: on which tile level, from where to where."""
        level, index = node
        bits = level % TILE_BITS
        return level // TILE_BITS, index << bits, (index + 1) << bits

    def _full(self, level: int, index: int) -> bool:
        """Say whether a tile is complete, and so stored."""
        return (index + 1) << (TILE_BITS * (level + 1)) <= self.log.size

    def _read(self, rows: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], bytes]:
        """Read rows of hashes: (tile level, place) → hash."""
        tiles, roots, leaves = set[tuple[int, int]](), Q(pk__in=[]), Q(pk__in=[])
        for level, start, end in rows:
            if level and end - start == 1:
                roots |= Q(level=level - 1, index=start)
            elif self._full(level, start // TILE):
                tiles.add((level, start // TILE))
            elif level:
                roots |= Q(level=level - 1, index__gte=start, index__lt=end)
            else:
                leaves |= Q(seq__gt=start, seq__lte=end)
        return self._tiles(tiles) | self._roots(roots) | self._leaves(leaves)

    def _tiles(self, tiles: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        wanted = Q(pk__in=[])
        for level, index in tiles:
            wanted |= Q(level=level, index=index)
        found = {}
        for level, index, data in Tile.objects.filter(wanted, log=self.log.code).values_list(
            "level", "index", "hashes"
        ):
            for at in range(TILE):
                found[level, index * TILE + at] = bytes(data[at * HASH_BYTES : (at + 1) * HASH_BYTES])
        return found

    def _roots(self, wanted: Q) -> dict[tuple[int, int], bytes]:
        rows = Tile.objects.filter(wanted, log=self.log.code).values_list("level", "index", "root")
        return {(level + 1, index): bytes(root) for level, index, root in rows}

    def _leaves(self, wanted: Q) -> dict[tuple[int, int], bytes]:
        rows = Entry.objects.filter(wanted, log=self.log.code).values_list("seq", "leaf_hash")
        return {(0, seq - 1): bytes(value) for seq, value in rows}
