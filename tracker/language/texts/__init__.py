"""Reading free text (English): figures and dates, offered to a reviewer and never admitted by themselves."""
