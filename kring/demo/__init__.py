"""An invented school, and a date that can be moved forward."""
