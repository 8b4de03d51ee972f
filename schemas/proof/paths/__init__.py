"""Every way that a request can go, with branches and rounds, as one formula."""
