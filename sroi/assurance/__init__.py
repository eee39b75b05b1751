"""Can it be defended: what a reviewer would ask about a study, and how much it matters."""
