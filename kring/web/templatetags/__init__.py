"""What Kring's templates may call."""
