"""Today and Progress: the day's plan, rounds, releases, who has submitted."""
