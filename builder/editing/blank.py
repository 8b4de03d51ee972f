"""What a new process begins as."""

from schemas.model.flow import Flow, Move, State
from schemas.model.form import Form, Page, Section
from schemas.model.process import Process
from schemas.words import Words, words


def blank(key: str, title: Words) -> Process:
    """One page that asks nothing yet, one step that agrees or refuses, and an end for either."""
    page = Page("page", words("Your request", "申请内容"), (Section("section"),))
    states = (
        State("review", "approval", words("Review", "审批")),
        State("done", "end", words("Done", "完成"), outcome="closed"),
        State("refused", "end", words("Not agreed", "未通过"), outcome="rejected"),
    )
    moves = (
        Move("approve", "review", "done", words("Agree", "同意"), vote="for"),
        Move(
            "reject",
            "review",
            "refused",
            words("Refuse", "不同意"),
            asks=("comment",),
            vote="against",
            unfinished=True,
        ),
    )
    return Process(key, title, Form((page,)), Flow("review", states, moves))
