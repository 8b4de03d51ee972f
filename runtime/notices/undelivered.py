"""What could not be delivered is said to the administrators, in the app: mail may be the very thing that fails.

Errors are kept as they were said, by ourselves, a library or the receiver; `why` knows most of them again, in two languages.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from runtime.people.roster import PERSON
from runtime.store.connection.database import Connection, Database
from runtime.store.ids import new_id
from runtime.store.notices import app_notices, outbox
from runtime.store.notices.outbox import APP, Message
from runtime.store.people import people
from schemas.words import Words, words

KIND: Final = "undelivered"
_MOST: Final = 100
_WHY: Final[Mapping[str, Words]] = {
    r"may not be called": words(
        "The address is inside of a network, and may not be called.", "该地址位于内部网络，不允许访问。"
    ),
    r"leads nowhere|gaierror": words("The name in the address leads nowhere.", "地址中的域名无法解析。"),
    r"refused the connection|ConnectionRefusedError": words("The connection was refused.", "连接被拒绝。"),
    r"did not answer within|TimeoutError": words("Nobody answered in time.", "等待超时，对方没有响应。"),
    r"no certificate|SSLError|SSLCertVerificationError": words(
        "The certificate there cannot be trusted.", "对方的证书不受信任。"
    ),
    r"does not let us in|(answered |^)40[13]\b|SMTPAuthenticationError": words(
        "We are not let in: name, password or token are wrong, or lack a right.",
        "登录被拒绝：账号、密码或令牌有误，或权限不足。",
    ),
    r"SMTPRecipientsRefused": words("The mail server does not take this address.", "邮件服务器拒收该地址。"),
    r"SMTPSenderRefused": words(
        "The mail server does not let us send from our address.", "邮件服务器不允许使用我们的发件地址。"
    ),
    r"SMTPDataError": words("The mail server does not take this letter.", "邮件服务器拒收这封邮件。"),
    r"(answered |^)429\b": words("It was too much at once for the receiver.", "请求过于频繁，被对方限流。"),
    r"(answered |^)4(04|10)\b": words("There is nothing at this address any more.", "该地址已不存在。"),
    r"(answered |^)4\d\d\b": words("The receiver does not take it as it is.", "对方不接受此请求。"),
    r"(answered |^)5\d\d\b|answered something": words("The receiver has trouble of its own.", "对方系统出错。"),
    r"chat answered|chat did not take": words("The chat has not taken it.", "聊天工具没有接收此消息。"),
    r"no address of a chat": words("This is no address of a chat that we know.", "这不是已知的聊天机器人地址。"),
    r"there is no channel": words("There is no such channel.", "该渠道不存在。"),
    r"was taken away": words("The channel was taken away.", "该渠道已被移除。"),
    r"nobody to send it to": words("Whoever it was for is no longer here.", "收件人已不在此处。"),
    r"not wanted by mail": words("Its reader does not want it by mail.", "收件人选择不接收此类邮件。"),
    r"cannot be reached|ServerDisconnected|Connection\w*Error|OSError": words(
        "Nobody can be reached there.", "无法连接到对方。"
    ),
}
"""By what an error says, the first that it holds."""
_KNOWN: Final = [(re.compile(said), meant) for said, meant in _WHY.items()]


def why(error: str) -> Words | None:
    """What an error means, for whoever may mend it; None for one that nobody has foreseen."""
    return next((meant for said, meant in _KNOWN if said.search(error)), None)


def tell(tx: Connection, workspace: str, channel: str, case_id: str | None, error: str, now: datetime) -> None:
    """Once for each channel, until it is read: a receiver that is gone would fill the page."""
    for admin in people.with_role(tx, workspace, "admin"):
        party = f"{PERSON}{admin}"
        known = (one.payload["channel"] for one in app_notices.unread_of_kind(tx, workspace, party, KIND))
        if channel not in known:
            said = {"to": party, "case": case_id, "channel": channel, "error": error}
            outbox.add(tx, [Message(workspace, new_id(now), KIND, said, now, now, channel=APP)])


def lost(database: Database, now: datetime) -> int:
    """How many messages were due for channels that nobody has set up, or that are gone: they are given up."""
    with database.reading() as tx:
        unknown = outbox.unknown_channels(tx, now, _MOST)
    count = 0
    for workspace, key in unknown:
        with database.writing() as tx:
            error = f"there is no channel {key}"
            count += outbox.give_up(tx, workspace, key, now, error)
            tell(tx, workspace, key, None, error, now)
    return count
