"""Sheets of paper: accessible PDFs of what a page shows. Knows no cases; what it prints is given to it as a Sheet."""
