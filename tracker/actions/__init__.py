"""Use cases, one transaction each: the web, the jobs and the command line all call these."""
