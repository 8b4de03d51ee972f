"""What is seen across all requests: figures and their charts, the requests behind them, progress and the archive; it shows figures and changes no request."""
