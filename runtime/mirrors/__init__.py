"""Requests and their twins in Jira and Trello: compared, followed, and said where they are at odds."""
