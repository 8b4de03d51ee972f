"""Forms as people fill them in: what is asked, what is posted, public links and their visits, files sent along, and what is kept for later."""
