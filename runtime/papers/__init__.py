"""Papers that requests issue: numbered, sealed in the journal, and proved."""
