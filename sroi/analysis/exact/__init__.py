"""How means, variances and expectations are worked out without draws."""
