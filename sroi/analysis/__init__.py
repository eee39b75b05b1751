"""What if: questions asked of the one function of a vector of estimates, one module per question."""
