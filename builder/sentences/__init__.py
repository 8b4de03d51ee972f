"""Rules, steps and the parts of a document as a person says them; it only reads."""
