"""What can be read off a document before it is published, one module for each topic; nothing here asks the solver."""
