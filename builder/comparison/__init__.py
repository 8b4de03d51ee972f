"""What differs between two documents, in sentences that a reviewer reads: the form, the flow, the rights; it changes nothing."""
