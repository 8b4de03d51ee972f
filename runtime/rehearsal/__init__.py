"""A process tried out with invented people in simulated time; nothing is written and nothing goes out."""
