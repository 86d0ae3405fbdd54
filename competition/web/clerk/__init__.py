"""The clerks' face: judges' paper sheets are typed here, and nothing else is seen."""
