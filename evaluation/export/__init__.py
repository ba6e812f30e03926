"""Rankings and lists as files for people: bytes out, nothing else."""
