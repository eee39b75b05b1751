"""What if: questions asked of the one function of a vector of estimates, one module per question.

What a question is made of stands in the rooms beside it: ``drawing`` (draws, kept and counted), ``targets`` (where a
result meets its target), ``cells`` (of a sweep), ``differences`` (between two models), ``exact`` (means and variances
without draws), ``knowing`` (which errors, and what knowing them is worth) and ``words`` (what is said of the results).
"""
