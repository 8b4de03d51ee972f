"""Jira and Trello: their connections, what they tell us, and what stands for a request there."""
