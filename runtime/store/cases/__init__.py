"""Requests and their course: where each stands, its to-dos, its journal, and whom it is shown to."""
