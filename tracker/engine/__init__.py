"""The pure core: admitting, reducing, judging, explaining; no clock, no input or output."""
