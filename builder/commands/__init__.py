"""The commands about documents and templates, what they read, and the page of docs written out of the types; app.py takes them in by name, nothing else imports them."""
