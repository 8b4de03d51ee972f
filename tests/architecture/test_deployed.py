"""The files by which an installation is put behind a server of its own."""

import re
from pathlib import Path

from app import create_app
from runtime.settings import Settings
from runtime.web.frame.doors import LinkHolder, declared

SECRET = "only for tests"  # noqa: S105 -- opens nothing


def test_the_log_of_the_proxy_keeps_no_address_that_is_a_key(root: Path) -> None:
    """Whoever holds a link is let in, so none stands in a log."""
    conf = (root / "deploy/nginx.conf").read_text()
    (masked,) = re.findall(r'"~(\S+)" "\$kind\.\.\."', conf)
    assert re.search(r"access_log \S+ formloom;", conf)
    assert "$formloom_uri" in next(line for line in conf.splitlines() if line.startswith("log_format"))
    app = create_app(Settings(SECRET, "sqlite://"))
    keyed = [rule.rule for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is LinkHolder]
    hidden = re.compile(masked.replace("(?<", "(?P<"))
    assert len(keyed) >= 10
    assert [rule for rule in keyed if not hidden.match(rule)] == []
    assert not hidden.match("/requests/01KJPWD6M0")
