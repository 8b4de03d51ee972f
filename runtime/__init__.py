"""Where the language is spoken: the engine decides, the store keeps, the pages and the API ask and show."""
