"""What stands beside a request: contacts that were had, opinions, and the requests that came of it."""
