"""The public vectors for RFC 6962 proofs, good and broken, come out right, all of them."""

import base64
import json

from kechuang.ledger import tree


def decoded(vector, *names):
    return [base64.b64decode(vector[name]) for name in names]


def accepted(vector) -> bool:
    proof = [base64.b64decode(node) for node in vector["proof"] or ()]
    if vector["kind"] == "inclusion":
        leaf, root = decoded(vector, "leafHash", "root")
        return tree.verify_inclusion(vector["leafIdx"], vector["treeSize"], leaf, proof, root)
    first, second = decoded(vector, "root1", "root2")
    return tree.verify_consistency(vector["size1"], vector["size2"], first, second, proof)


def test_every_vector_is_accepted_or_refused_as_it_says(shared):
    lines = (shared / "conformance" / "merkle" / "merkle_vectors.jsonl").read_text().splitlines()
    vectors = [json.loads(line) for line in lines]

    wrong = [vector["file"] for vector in vectors if accepted(vector) == vector["wantErr"]]

    assert len(vectors) == 196
    assert wrong == []
