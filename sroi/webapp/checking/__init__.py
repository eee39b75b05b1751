"""Parts of the page Checks: findings let stand, evidence, the assurance statement, the way to what is to be mended."""
