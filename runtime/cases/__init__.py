"""The one place where requests change; `lifecycle` is its door."""
