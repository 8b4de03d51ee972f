"""What is wrong, said to a program: an object of RFC 9457, in the language that it asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Response, jsonify
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from runtime.lifecycle import Rejected
from runtime.web.frame import shell
from schemas.messages.problem_words import say as sentence
from schemas.problem import Problem, nested
from schemas.words import Words, words

PROBLEM_JSON: Final = "application/problem+json"

EXPLAINED: Final[Mapping[int, Words]] = {
    400: words("The request cannot be read.", "无法读取此请求。"),
    401: words("Send a valid token: Authorization: Bearer …", "请携带有效令牌：Authorization: Bearer …"),
    403: words("This token does not open this.", "此令牌无权进行此操作。"),
    404: words("There is nothing here, or it is not yours to see.", "此处没有内容，或您无权查看。"),
    405: words("This address does not take this method.", "此地址不支持该请求方法。"),
    409: words("This is not possible as things stand.", "目前的状态不允许此操作。"),
    413: words("The body is too large.", "请求正文过大。"),
    415: words("Send JSON: Content-Type: application/json", "请发送 JSON：Content-Type: application/json"),
    422: words("Something has to be mended; nothing was kept.", "有内容需要修改，未保存任何数据。"),
    429: words("Too many requests in a short time. Try again in a minute.", "短时间内请求过多，请一分钟后再试。"),
    500: words(
        "This is our fault, and nothing was half done. Try again; the same Idempotency-Key is safe.",
        "系统出错，没有只完成一半的操作。可用同一 Idempotency-Key 重试。",
    ),
}

_OUTSIDE_ANSWERS: Final[Mapping[str, str]] = {
    "answer.other-version": "/version",
    "comment.required": "/comment",
    "idempotency.reused": "",
    "process.closed": "",
    **dict.fromkeys(("link.closed", "link.early", "link.late", "link.full", "link.once", "link.password"), ""),
}
"""Where in the body a problem of the runtime lies that is not one of the answers."""


class Garbled(Exception):
    """The body cannot be understood at all (400)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def say(
    status: int,
    *,
    detail: str = "",
    problems: Iterable[Problem] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """The response. ``more`` are further members, without those that are empty; paths lead into the body.

    The code is that of the first problem, or else the status in words, such as ``http.not-found``.
    """
    lang = shell.lang()
    explained = EXPLAINED.get(status) or EXPLAINED[500 if status >= 500 else 400]  # noqa: PLR2004 -- where HTTP draws the line
    listed = [{"code": one.code, "path": one.path, "message": sentence(one, lang)} for one in problems]
    title = HTTP_STATUS_CODES.get(status, "Error")
    code = more.pop("code", "") or (listed[0]["code"] if listed else f"http.{title.lower().replace(' ', '-')}")
    members = {"code": code, "problems": listed, **more}
    said = jsonify(
        type="about:blank",
        title=title,
        status=status,
        detail=detail or explained.in_(lang),
        **{name: value for name, value in members.items() if value},
    )
    said.status_code = status
    said.mimetype = PROBLEM_JSON
    said.headers.update({"Content-Language": lang, **(headers or {})})
    return said


def refused(error: HTTPException) -> Response:
    """With the headers that the refusal calls for, such as ``Allow``."""
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    if status == 401:  # noqa: PLR2004 -- the one that must say how to come in
        headers["WWW-Authenticate"] = 'Bearer realm="formloom"' + (', error="invalid_token"' * shell.by_bearer())
    return say(status, headers=headers)


def garbled(error: Garbled) -> Response:
    return say(400, problems=[error.problem])


def rejected(error: Rejected) -> Response:
    """Everything that can be mended, at once."""
    return say(422, problems=[_in_body(problem) for problem in error.problems])


def _in_body(problem: Problem) -> Problem:
    if problem.code in _OUTSIDE_ANSWERS:
        return replace(problem, path=_OUTSIDE_ANSWERS[problem.code])
    return nested(problem, "answers") if problem.code.startswith("answer.") else problem
