"""What a change of the rules does: compare two rule sets, carry answers over a bridge, and report it."""
