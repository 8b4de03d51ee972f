"""Projects and their plans; `planning` works them out, here they are kept, changed and told of."""
