"""What is counted of requests and how it is spread, the requests behind a figure, and the archive of those that are closed."""
