"""Results: totals, deductions, rulings, and sheets that need a decision."""
