"""What Deedline answers over HTTP."""
