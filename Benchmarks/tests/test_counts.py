"""What workloads say of themselves must add up."""

import unittest

from harness.workload import load, load_all
from programs import modular_transformer
from workloads import ORDER


class Counts(unittest.TestCase):
    def test_every_workload_has_its_place_in_the_table(self) -> None:
        self.assertEqual([workload.name for workload in load_all()], ORDER)

    def test_a_perceptrons_widths_give_its_parameters(self) -> None:
        from workloads import addition, mnist_mlp, teacher_student

        for module in (addition, mnist_mlp, teacher_student):
            self.assertEqual(module.MODEL.parameters, module.WORKLOAD.parameters)

    def test_the_graph_network_has_the_parameters_of_the_published_one(self) -> None:
        self.assertEqual(load("nnconv").parameters, 30_321)

    def test_distinct_rows_need_less_than_two_fifths_of_all_multiplications(self) -> None:
        # All rows: 2,048 of them through 2 blocks of 12 · width², and the head at every position.
        rows = 512 * 4
        everything = 3 * (rows * 24 * 128**2 + rows * 128 * 99)
        share = modular_transformer.step_multiplications() / everything
        self.assertGreater(share, 0.38)
        self.assertLess(share, 0.40)

    def test_an_epoch_is_ten_steps_and_a_validation_pass(self) -> None:
        step, epoch = (load(name).useful_multiplications() for name in ("modular-transformer", "modular-epoch"))
        self.assertGreater(epoch, 9 * step * 4 / 3)
        self.assertLess(epoch, 10 * step * 4 / 3)

    def test_few_draws_are_distinct_and_many_exhaust_the_values(self) -> None:
        self.assertAlmostEqual(modular_transformer.expected_distinct(97, 1), 1)
        self.assertAlmostEqual(modular_transformer.expected_distinct(97, 10_000), 97)
