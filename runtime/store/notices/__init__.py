"""How people and programs are told: messages that go out or are read in the app, channels, digests, and what each person likes."""
