"""The one outbox: mails are written in the transaction of what they tell of, and sent by a process of their own."""

from neisse.web.core.actions.mail.outbox import (
    discard,
    forget_mails,
    forget_old_mails,
    post,
    post_rendered,
    send_again,
)

__all__ = ["discard", "forget_mails", "forget_old_mails", "post", "post_rendered", "send_again"]
