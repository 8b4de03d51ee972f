"""Plain values as others read them: sheets, PDF, calendars, charts and texts with places. Knows no request."""
