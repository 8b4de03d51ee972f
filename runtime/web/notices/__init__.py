"""What people are told and by which way: the bell, every message that went out, and the webhooks and chats that administrators set up."""
