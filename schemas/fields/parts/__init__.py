"""What several types of field have in common, such as alternatives, amounts, bands and spelling; it knows no single type."""
