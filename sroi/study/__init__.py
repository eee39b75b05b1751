"""What people assert: the study file, its estimates, and how it is read and written."""

from sroi.study.distributions import Distribution
from sroi.study.estimate import Estimate
from sroi.study.study import Study

__all__ = ["Distribution", "Estimate", "Study"]
