"""The breakdown of responsibilities as Word, PDF/A, Excel and in an office's own template, read back by other programs."""

from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from docx import Document as read_word
from docx.enum.section import WD_ORIENT

from tests.policy import plans

pytestmark = pytest.mark.django_db


def test_the_page_of_a_document_leads_to_its_breakdown_in_three_kinds_of_files(desk, client):
    document = desk.accept()

    page = client.get(f"/policy/{document.pk}/").content.decode()
    filed = client.get(f"/policy/{document.pk}/breakdown/").content.decode()

    assert f"/policy/{document.pk}/breakdown/" in page
    for kind in ("docx", "pdf", "xlsx"):
        assert f"/policy/{document.pk}/breakdown.{kind}" in filed
        answer = client.get(f"/policy/{document.pk}/breakdown.{kind}")
        assert answer.status_code == 200
        open(f"/tmp/re/out.{kind}", "wb").write(b"".join(answer.streaming_content))
