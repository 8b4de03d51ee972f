"""Where the language is written: gallery, drafts, edits, rehearsal, publishing."""
