"""A process tried before anybody uses it: walks, answers to try with, and the tests of a document; nothing of it is written into the store."""
