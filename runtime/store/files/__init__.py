"""Files that were sent to us or are still coming, and the papers that requests have issued."""
