"""The parts of the staffing section: what is assumed of each post, people needed, and the service to expect."""
