"""Requests and customers out of tables and into them; each row goes through the same door as a form."""
