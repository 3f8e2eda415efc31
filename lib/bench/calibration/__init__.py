"""What a calibration run says of the instrument itself: `python -m bench.calibration RUN_DIR RESULTS_DIR`.

One server is entered several times, some entries slowed by a known share. How often is a difference claimed where there
is none, and how often is one found where there is one? Beside that: how well paced loads keep their rate, how much
the load generator can send, what the sampler costs.
"""
