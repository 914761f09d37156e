"""stub"""
from dataclasses import dataclass
@dataclass(frozen=True, slots=True)
class Extracted:
    text: str
    kind: str
    encoding: str | None
    pages: int | None
def extract(data: bytes, name: str) -> Extracted:
    return Extracted(data.decode('utf-8'), 'txt', 'utf-8', None)
