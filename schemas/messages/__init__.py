"""Every problem as a sentence in every language of the product; `problem_words` is the door, and nothing else in the language imports it."""
