import pytest


@pytest.fixture
def vault(settings, tmp_path):
    """A place for bytes of this test alone."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR
