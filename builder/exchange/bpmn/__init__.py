"""BPMN 2.0, read and written: our own files as they were, those of others with a report of what could not be carried."""
