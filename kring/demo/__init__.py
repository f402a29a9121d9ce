"""The demo school: an invented primary school with cases in every state, to look around and to try things."""
