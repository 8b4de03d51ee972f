"""Who somebody is, the groups and departments they belong to, who acts for them, and the keys by which they come in."""
