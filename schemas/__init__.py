"""The language: what a process is, and what may be said in it. Pure: no clock, no request, no database."""
