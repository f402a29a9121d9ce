"""How names are compared: one rule, asked by search, order, masking and choosing, in Python and in the browser."""
