"""The order in which numbers move the ratio is that of one-way sensitivity with the same share."""

import pytest

from sroi.analysis.tornado import tornado
from sroi.assurance.movers import movers
from sroi.study.loading import load
from sroi.valuation.model import Model
from sroi.valuation.opening import ready_studies


@pytest.mark.parametrize("name", ["oslo-large-families", "childrens-centres-work-services", "lwtc-diabetes-westbank"])
def test_each_number_moves_the_ratio_as_far_as_in_a_tornado(name):
    model = Model(load(ready_studies()[name]))
    bars = {bar.parameter.address: bar.swing for bar in tornado(model, by=0.2).bars}
    found = movers(model, 0.2)
    assert {mover.parameter.address for mover in found} <= set(bars)
    for mover in found:
        assert mover.swing == pytest.approx(bars[mover.parameter.address], rel=1e-9, abs=1e-12)
    assert [mover.swing for mover in found] == sorted((mover.swing for mover in found), reverse=True)
