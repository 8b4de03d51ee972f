// The designers. Everything works through forms; this only keeps the place where one was.
