"""What the analyses say, in sentences that can be read out."""
