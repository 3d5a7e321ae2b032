"""Every shape the tables ever had, as steps from one to the next."""
