"""What filling in a form needs: public links, answers that are kept for later, what a question may be answered with, and which answers are taken."""
