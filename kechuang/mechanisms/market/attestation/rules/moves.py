"""The moves of a transaction attestation. Pure. Codes are for ever.

REQUESTED → EVIDENCE_CHECK → ISSUED → AMENDED | REVOKED;  REQUESTED | EVIDENCE_CHECK → REFUSED
An amendment adds a version and overwrites none; what was revoked stays to be seen as revoked.
"""

from kechuang.casework.moves import HOLDER, Moves, move

READ, REQUEST = "attestation:read", "attestation:request"
EXAMINE, ISSUE = "attestation:examine", "attestation:issue"

# Before a decision a request holds its deal against a second one; so does a certificate, until it is revoked.
LIVE = ("REQUESTED", "EVIDENCE_CHECK", "ISSUED", "AMENDED")
ISSUED = ("ISSUED", "AMENDED", "REVOKED")
STANDS = frozenset({"ISSUED", "AMENDED"})

ATTESTATION = Moves(
    "market.attestation",
    ("REQUESTED", "EVIDENCE_CHECK", "ISSUED", "AMENDED", "REVOKED", "REFUSED", "WITHDRAWN"),
    (
        move("ask", "", "REQUESTED", REQUEST, HOLDER),
        move("open", "", "EVIDENCE_CHECK", EXAMINE),
        move("take_up", "REQUESTED", "EVIDENCE_CHECK", EXAMINE, main=True),
        move("supplement", "REQUESTED EVIDENCE_CHECK", "REQUESTED EVIDENCE_CHECK", REQUEST, HOLDER),
        move("examine", "EVIDENCE_CHECK", "EVIDENCE_CHECK", EXAMINE, main=True),
        move("issue", "EVIDENCE_CHECK", "ISSUED", ISSUE, excludes="examine", main=True),
        move("refuse", "REQUESTED EVIDENCE_CHECK", "REFUSED", EXAMINE),
        move("amend", "ISSUED AMENDED", "AMENDED", ISSUE),
        move("revoke", "ISSUED AMENDED", "REVOKED", ISSUE),
        move("standard.withdraw", "REQUESTED EVIDENCE_CHECK", "WITHDRAWN", REQUEST, HOLDER),
    ),
    rest=frozenset({"ISSUED", "AMENDED"}),
)
