"""Forms that are kept as JSON: JSON Schema with the UI schemas of JSON Forms and react-jsonschema-form, and form-js."""
