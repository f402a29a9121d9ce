"""The outbox: nothing lost, nothing twice, whatever the mail server and the worker go through."""
