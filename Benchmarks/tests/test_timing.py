"""Ratios are taken within rounds, and lengths of measurements are not fooled by noise."""

import unittest

from harness.contestants import Contestant, same
from harness.timing import Series, Time, ratio


def series(*seconds: float) -> Series:
    return Series([Time(cpu=value, wall=value) for value in seconds])


class Timing(unittest.TestCase):
    def test_a_slow_round_that_slows_both_leaves_the_ratio_alone(self) -> None:
        spread = ratio(series(6, 60, 9), series(2, 20, 3), "cpu")
        self.assertEqual((spread.least, spread.median, spread.most), (3, 3, 3))

    def test_who_gave_up_has_no_ratio(self) -> None:
        self.assertIsNone(ratio(Series(missing="no compiler"), series(1), "cpu"))

    def test_probes_grow_until_they_take_long_enough(self) -> None:
        asked: list[int] = []

        def run(units: int) -> Time:
            asked.append(units)
            return Time(cpu=units * 0.001 - 0.05, wall=0)  # a short one seems to take less than nothing

        contestant = Contestant("anybody", 1, run=run)
        contestant.calibrate(probe=10, seconds=1)
        self.assertEqual(asked, [10, 30, 90, 270])
        self.assertGreaterEqual(contestant.units * 0.001, 1)

    def test_who_takes_no_time_gives_up(self) -> None:
        contestant = Contestant("anybody", 1, run=lambda units: Time(cpu=0, wall=0))
        contestant.calibrate(probe=1, seconds=1)
        self.assertIn("no time that can be measured", contestant.series.missing)

    def test_losses_agree_as_far_as_both_go(self) -> None:
        self.assertTrue(same([4.6784, 4.6], [4.6783]))
        self.assertFalse(same([4.6784], [4.7]))
