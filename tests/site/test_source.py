"""Anyone may have the source of the copy that runs here (AGPL-3.0, section 13)."""

import io
import zipfile

import pytest

pytestmark = pytest.mark.django_db


def test_a_stranger_gets_the_running_source_and_no_data(client):
    answer = client.get("/source/")
    assert answer.status_code == 200
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert "carecommons/matching/rank.py" in names
    assert not [name for name in names if "sqlite" in name or name.endswith((".key", ".pyc", ".book"))]


def test_a_council_that_publishes_its_copy_sends_people_there(client, settings):
    settings.SOURCE_URL = "https://source.example/"
    answer = client.get("/source/")
    assert answer.status_code == 302
    assert answer["Location"] == "https://source.example/"


def test_every_page_offers_it(client):
    assert 'href="/source/"' in client.get("/").content.decode()
