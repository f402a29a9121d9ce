"""HTTP in, HTML out. Nobody imports this package but config."""
