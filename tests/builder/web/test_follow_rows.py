"""What a request can become is read back from the lines of the designer's page as it was written there."""

from builder.web.frame.follow_rows import given_text, read_follows
from schemas import gallery
from schemas.document import load
from schemas.model.process import Follow
from schemas.words import words

COMPLAINT = load(gallery.document("complaint"))


def posted(one: Follow, given: str, number: int = 0) -> dict[str, str]:
    said = {f"follows.{number}.title.{lang}": text for lang, text in one.title.items()}
    return {
        f"follows.{number}.process": one.process,
        f"follows.{number}.channel": one.channel,
        f"follows.{number}.given": given,
        **said,
    }


def test_what_is_shown_comes_back_as_it_was() -> None:
    one = COMPLAINT.follows[0]
    assert read_follows(COMPLAINT, posted(one, given_text(one))) == COMPLAINT.follows
    assert read_follows(COMPLAINT, {}) == COMPLAINT.follows
    assert read_follows(COMPLAINT, {"follows.0.process": ""}) == ()


def test_lines_name_our_answers_or_texts() -> None:
    wished = Follow("other", words("On", "转"), {"what": {"var": "subject"}, "kind": "new"}, "web")
    lines = 'what = subject\nkind = "new"\nnonsense\ngone = …\n'
    assert read_follows(COMPLAINT, posted(wished, lines)) == (wished,)
