"""What nobody foresaw is told in the reader's language."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _failing() -> None:
    from ui import frame

    def show() -> None:
        raise ZeroDivisionError("a bug")

    frame.guarded(show)


def _told() -> None:
    from kb.errors import LibraryError
    from ui import frame

    def show() -> None:
        raise LibraryError("资料库正被别的程序使用")

    frame.guarded(show)


def _stopping() -> None:
    import streamlit as st

    from ui import frame

    def show() -> None:
        st.text("前")
        st.stop()

    frame.guarded(show)


def test_an_error_of_the_program_is_told_in_chinese_with_a_way_on() -> None:
    page = AppTest.from_function(_failing, default_timeout=60).run()
    assert not page.exception
    assert "刷新页面" in page.error[0].value
    assert "a bug" not in page.error[0].value


def test_an_error_of_the_library_tells_its_own_words() -> None:
    assert "正被别的程序使用" in AppTest.from_function(_told, default_timeout=60).run().error[0].value


def test_a_page_may_stop_itself() -> None:
    page = AppTest.from_function(_stopping, default_timeout=60).run()
    assert not page.error and page.text[0].value == "前"
