"""What an answer to a form is worth: what is asked, of whom, where the answers stand, and what is wrong with them."""
