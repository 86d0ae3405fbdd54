"""Setup: what a competition is made of."""
