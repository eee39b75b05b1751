"""Speed as ratios against something timed in the same run, so that the numbers mean the same on any machine."""
