"""How a notice leaves the house: mail, webhooks and chats, through one door for addresses."""
