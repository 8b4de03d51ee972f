"""What those see who have no account: the clients' portal, where a request stands, and the links by which somebody confirms or says an opinion; it must show nothing internal."""
