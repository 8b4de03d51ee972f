"""Plans of projects, as plain values: when everything happens, who is needed twice, what a change moves."""
