"""That nothing which one school asks touches the rows of another: the plans of all questions, among sixty schools."""
