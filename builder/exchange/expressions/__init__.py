"""Foreign expressions (FEEL, XPath) as trees and as JSON Logic, read and written; it knows no file format."""
