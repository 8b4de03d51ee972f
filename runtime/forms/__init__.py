"""What a form needs besides its answers: who fills it and how, what answers may name, and what is kept for later."""
