"""The Form tab with its fields, their rules and their texts in every language."""
