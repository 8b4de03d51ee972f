"""The pages of those who ask and of those who decide: one blueprint for each page."""
