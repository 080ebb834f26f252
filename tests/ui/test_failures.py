"""Why a file was not added is told in the app's own terms, in either language."""

from __future__ import annotations

import pytest

from ingest import errors
from kb.model import Failure
from ui import failures
from ui.words import english

ALL = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.IngestError)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_kind_of_failure_has_its_english_and_names_no_option_of_a_command(kind: type[errors.IngestError]) -> None:
    told = failures.told(Failure("a.pdf", kind.__name__, str(kind())))
    assert told == failures.KINDS[kind.__name__]
    assert "--" not in told
    assert told in english()


def test_a_file_without_text_is_told_that_its_pictures_were_read() -> None:
    assert "--ocr" in str(errors.NoText())  # what the command line says
    assert "图片上的文字已经识别过" in failures.told(Failure("a.pdf", "NoText", str(errors.NoText())))


def test_what_is_known_besides_is_kept_and_an_unknown_kind_told_as_it_came() -> None:
    assert "12 页" in failures.told(Failure("a.pdf", "TooLarge", str(errors.TooLarge("12 页"))))
    own = str(errors.NoText(remedy="请检查文件是否导出完整"))
    assert failures.told(Failure("a.txt", "NoText", own)) == own
    assert failures.told(Failure("a.txt", "Other", "原话")) == "原话"
    assert failures.told(None) == ""
