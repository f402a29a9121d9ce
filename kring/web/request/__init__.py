"""What a request carries, where it leads on to, a file that goes out, and the time: all other pages stand on this."""
