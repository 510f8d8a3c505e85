"""An analysis for its readers: JSON lines for programs, a page for the terminal, a page for the browser."""
