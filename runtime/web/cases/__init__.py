"""Requests and their course: the to-dos, the page of one request, what people decide and do there, and the files, papers, reports and tables that come out of it."""
