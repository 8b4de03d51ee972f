"""The same durable commits by hand: Flask, raw SQL and nothing else. What somebody would write who needs this one case.

It keeps what ours keeps of a decision: the case by compare-and-set, a line of the journal, the to-dos that are closed
and opened, and the key under which it was asked. It checks no answers, draws no page and knows one flow.
"""

import json
import os
import secrets
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, abort, jsonify, request
from flask.typing import ResponseReturnValue

sys.path.insert(0, str(Path(__file__).parents[1]))

from the_case import BOARD, CLERK, STEPS

TABLES = """
CREATE TABLE person (token VARCHAR(64) PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE case_file (id VARCHAR(32) PRIMARY KEY, state VARCHAR(40) NOT NULL, version INTEGER NOT NULL,
  votes TEXT NOT NULL, answers TEXT NOT NULL, opened_at VARCHAR(32) NOT NULL);
CREATE TABLE journal (case_id VARCHAR(32) NOT NULL, seq INTEGER NOT NULL, at VARCHAR(32) NOT NULL,
  by_whom VARCHAR(40) NOT NULL, body TEXT NOT NULL, PRIMARY KEY (case_id, seq));
CREATE TABLE task (id VARCHAR(32) NOT NULL, party VARCHAR(40) NOT NULL, case_id VARCHAR(32) NOT NULL,
  state VARCHAR(40) NOT NULL, is_open BOOLEAN NOT NULL, opened_at VARCHAR(32) NOT NULL, PRIMARY KEY (id, party));
CREATE INDEX ix_task_case ON task (case_id);
CREATE INDEX ix_task_inbox ON task (party, is_open, opened_at);
CREATE TABLE asked (key VARCHAR(80) PRIMARY KEY, case_id VARCHAR(32) NOT NULL);
"""
ADDRESS = os.environ["BARE_DATABASE"]
IS_SQLITE = ADDRESS.startswith("/")
app = Flask(__name__)
_kept = threading.local()
_writer = threading.Lock()


def _connection() -> Any:
    if not hasattr(_kept, "open"):
        if IS_SQLITE:
            _kept.open = sqlite3.connect(ADDRESS, isolation_level=None)
            for said in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
                _kept.open.execute(f"PRAGMA {said}")
        else:
            _kept.open = psycopg.connect(ADDRESS, autocommit=True)
    return _kept.open


@contextmanager
def _transaction() -> Iterator[Any]:
    connection = _connection()
    if not IS_SQLITE:
        with connection.transaction():
            yield connection.execute
        return
    with _writer:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield lambda said, given=(): connection.execute(said.replace("%s", "?"), given)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _who(execute: Any) -> str:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    row = execute("SELECT name FROM person WHERE token = %s", (token,)).fetchone()
    return str(row[0]) if row else abort(401)


def _ask(execute: Any, case_id: str, state: str, now: str) -> str:
    task_id = secrets.token_hex(16)
    for party in BOARD if state == "board" else (CLERK,):
        execute("INSERT INTO task VALUES (%s, %s, %s, %s, %s, %s)", (task_id, party, case_id, state, True, now))
    return task_id


@app.post("/cases")
def submit() -> ResponseReturnValue:
    body, now, case_id = request.get_json(), datetime.now(UTC).isoformat(), secrets.token_hex(16)
    answers = json.dumps(body["answers"])
    with _transaction() as execute:
        by = _who(execute)
        execute("INSERT INTO asked VALUES (%s, %s)", (request.headers["Idempotency-Key"], case_id))
        execute("INSERT INTO case_file VALUES (%s, %s, 1, '[]', %s, %s)", (case_id, STEPS[0], answers, now))
        execute("INSERT INTO journal VALUES (%s, 1, %s, %s, %s)", (case_id, now, by, answers))
        task_id = _ask(execute, case_id, STEPS[0], now)
    return jsonify(id=case_id, task=task_id), 201


@app.post("/tasks/<task_id>")
def take(task_id: str) -> ResponseReturnValue:
    body, now = request.get_json(), datetime.now(UTC).isoformat()
    with _transaction() as execute:
        by = _who(execute)
        found = execute(
            "SELECT c.id, c.state, c.version, c.votes, c.answers, t.is_open FROM task t JOIN case_file c ON"
            " c.id = t.case_id WHERE t.id = %s AND t.party = %s",
            (task_id, by),
        ).fetchone()
        if found is None or not found[5]:
            abort(409)
        case_id, state, version, votes, answers = found[:5]
        execute("INSERT INTO asked VALUES (%s, %s)", (request.headers["Idempotency-Key"], case_id))
        voted = [*json.loads(votes), by] if state == "board" else []
        waits = state == "board" and len(voted) < len(BOARD)
        following = state if waits else [*STEPS[1:], "done"][STEPS.index(state)]
        kept = (
            following,
            json.dumps(voted if waits else []),
            json.dumps({**json.loads(answers), **body.get("answers", {})}),
            case_id,
            version,
        )
        moved = execute(
            "UPDATE case_file SET state = %s, version = version + 1, votes = %s, answers = %s"
            " WHERE id = %s AND version = %s",
            kept,
        )
        if moved.rowcount != 1:
            abort(409)
        line = (case_id, version + 1, now, by, json.dumps({"from": state, "to": following, **body}))
        execute("INSERT INTO journal VALUES (%s, %s, %s, %s, %s)", line)
        execute("UPDATE task SET is_open = %s WHERE id = %s AND party = %s", (False, task_id, by))
        if not waits and following != "done":
            task_id = _ask(execute, case_id, following, now)
    return jsonify(id=case_id, state=following, task=task_id)


if __name__ == "__main__":
    with _transaction() as run:
        for table in filter(str.strip, TABLES.split(";")):
            run(table)
        for name in BOARD:
            run("INSERT INTO person VALUES (%s, %s)", (name, name))
