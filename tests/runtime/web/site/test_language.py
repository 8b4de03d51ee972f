"""The chosen language reaches the texts of the screen, not only those of the domain."""

import pytest
from flask import Flask


@pytest.mark.parametrize(("lang", "said"), [("en", "Sign in"), ("zh-Hans", "登录")])
def test_a_page_is_in_the_language_that_was_chosen(app: Flask, lang: str, said: str) -> None:
    page = app.test_client().get(f"/signin?lang={lang}").text
    assert f'<html lang="{lang}"' in page
    assert f'<h1 class="title">{said}</h1>' in page
