"""What a measured Kring says of an answer, in headers of its own; and the file into which it was asked to profile."""

SQL, PLANS, PROFILE = "X-Measured-Sql", "X-Measured-Plans", "X-Measured-Profile"
