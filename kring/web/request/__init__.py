"""What a request carries, where it leads on to, and what time it is: all other pages stand on this."""
