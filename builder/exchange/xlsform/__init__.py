"""XLSForm, read and written: survey, choices and settings of a workbook."""
