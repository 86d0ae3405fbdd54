"""The audience's vote: the one page on which the public writes."""
