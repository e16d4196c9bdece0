"""What stops Spark is said in plain words."""

from __future__ import annotations

import gc

import pytest

from compliance.errors import ComplianceError
from tests.compiler.engines import SMALL

LONG = "9" * 37
TOTAL = "SELECT sum(CAST('{}' AS DECIMAL(38, 0)) * 10) FROM range(20)"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # PySpark's own
def test_an_address_that_is_none_and_a_number_that_is_too_long_are_one_error_each() -> None:
    from compliance.engine import spark

    with (
        pytest.raises(ComplianceError, match="Spark cannot be started at nonsense"),
        spark.connect("nonsense", SMALL),
    ):
        pass
    gc.collect()  # here, that it is told in no other test
    with (
        pytest.raises(ComplianceError, match="a number passes 38 digits"),
        spark.connect("local[1]", SMALL) as session,
    ):
        session.sql(TOTAL.format(LONG)).collect()
