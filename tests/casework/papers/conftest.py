"""A loan with its parties, of which papers are made; a signer with a certificate of its own."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from kechuang.casework import registry
from kechuang.casework.act import act
from kechuang.casework.models import Case
from kechuang.casework.papers import making
from kechuang.casework.papers.kinds import KINDS
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import OWN_BODY, PLACE, register_role
from tests.casework import lending
from tests.casework.conftest import NOW, stock
from tests.casework.lending import LEND, Lend

TODAY = NOW.date()
SITE = "http://127.0.0.1/"
LETTER = {"title": "关于借阅的函", "addressee": "", "text": "请予核对。\n请函复。", "contact": ""}
PAPERS = ["paper:read", "paper:draft", "paper:issue", "paper:templates"]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def library(db):
    with clock.fixed(NOW):
        made = stock()
        moves = {"close": "casework:case", "hand_back": "casework:case"}
        registry.register_case(registry.CaseKind(lending.MOVES, "loan:read", forms=moves, due=lending.KIND.due))
        register_role("tests.clerk", PLACE, ["loan:lend", "loan:read", "evidence:add", *PAPERS])
        register_role("tests.reader", OWN_BODY, ["loan:return", "loan:read", "evidence:add", "paper:read"])
        yield made
        registry.CASE_KINDS.pop(lending.MOVES.kind)


def lend(library, key="loan-1") -> Case:
    request = Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    pk = act(LEND, request, by=library.clerk, key=key).case
    return Case.objects.select_related("office", "holder", "counterpart").get(pk=pk)


@pytest.fixture
def loan(library) -> Case:
    return lend(library)


def letter(library, loan, **values):
    """A draft letter about the loan."""
    given = {"by": library.clerk, "on": TODAY, "site": SITE, "typed": LETTER, **values}
    return making.draft(KINDS["letter"], loan, **given)


@pytest.fixture
def draft(library, loan):
    return letter(library, loan)


def sign_in(client, actor):
    client.force_login(Person.objects.get(pk=actor.person))
    return client


@pytest.fixture(scope="session")
def signer():
    """A signer whose certificate is its own root."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "甲局（演示）")])
    begun = datetime(2025, 1, 1, tzinfo=UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=36500))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    stored = serialization.pkcs12.serialize_key_and_certificates(b"x", key, made, None, serialization.NoEncryption())
    assert key.private_bytes(*plain)
    return signers.SimpleSigner.load_pkcs12_data(stored, [], None), pem


def signed(data: bytes, signer) -> bytes:
    """The file with a signature over all of it."""
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(data))
    about = signers.PdfSignatureMetadata(field_name="Signature1")
    signers.sign_pdf(writer, about, signer=signer[0], output=out)
    return out.getvalue()
