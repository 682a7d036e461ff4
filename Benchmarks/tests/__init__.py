"""Tests of the harness's arithmetic: `python3 -m unittest` in this folder's parent."""
