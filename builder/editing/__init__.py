"""Every way to change a document: pure, a document in, an edit, a document out; it reads no store and no page."""
