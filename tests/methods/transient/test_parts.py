"""The parts: the exponential of a chain, and one caller's chance, each against dense matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from reviewkit.methods.transient.callers import answered_in, answered_over_a_change
from reviewkit.methods.transient.exponential import AT_INFINITY, POLES, RESIDUES, advance, moments
from tests.methods.transient.dense import answered

rates = st.floats(0, 30)


def test_the_rational_function_is_the_exponential_on_the_whole_negative_axis():
    at = -np.concatenate([[0], np.geomspace(1e-8, 1e5, 2000)])
    found = AT_INFINITY + 2 * (RESIDUES / (at[:, None] - POLES)).sum(axis=1).real
    assert np.abs(found - np.exp(at)).max() < 4e-14


@given(up=st.lists(rates, min_size=2, max_size=7), data=st.data(), time=st.floats(1e-6, 50))
def test_chains_move_as_their_dense_matrix_says(up, data, time):
    states = len(up)
    down = data.draw(st.lists(rates, min_size=states, max_size=states))
    up, down = np.array(up), np.array(down)
    up[-1] = down[0] = 0
    matrix = np.diag(-(up + down)) + np.diag(up[:-1], -1) + np.diag(down[1:], 1)
    doubled = np.block([[matrix, np.eye(states)], [np.zeros((states, 2 * states))]])
    whole = expm(doubled * time)
    begin = np.zeros((2, states))
    begin[0, 0] = begin[1, -1] = 1
    after, spent = advance(begin, up=np.tile(up, (2, 1)), down=np.tile(down, (2, 1)), time=time)
    assert np.abs(after.T - whole[:states, :states] @ begin.T).max() < 1e-10
    assert np.abs(spent.T - whole[:states, states:] @ begin.T).max() < 1e-9 * time


cases = {"leaving": st.sampled_from([0, 0.02, 0.7, 4]), "states": st.just(12)}


@given(agents=st.integers(0, 6), served=st.floats(0.05, 2), time=st.floats(0, 9), **cases)
def test_a_caller_is_answered_in_time_as_the_dense_chain_says(agents, served, time, **more):
    dense = answered(time, 0, agents=(agents, 0), served=(served, served), **more)
    assert answered_in(time, agents=agents, served=served, **more) == pytest.approx(dense, abs=1e-10)


@given(
    agents=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    served=st.tuples(st.floats(0.05, 2), st.floats(0.05, 2)),
    times=st.tuples(st.floats(0, 5), st.floats(0, 5)),
    **cases,
)
def test_a_caller_who_waits_while_staff_change(agents, served, times, **more):
    dense = answered(*times, agents=agents, served=served, **more)
    assert answered_over_a_change(*times, agents=agents, served=served, **more) == pytest.approx(dense, abs=1e-10)


def test_a_queue_that_only_grows_loses_no_chance_on_the_way():
    states, number = 900, np.arange(900)
    up = np.full((1, states), 0.111)
    up[:, -1] = 0
    down = np.minimum(number, 10)[None, :] / 300
    begin = np.zeros((1, states))
    begin[0, 2] = 1
    after, spent = advance(begin, up=up, down=down, time=1780)
    stepped = moments(begin, up=up, down=down, times=np.array([1780.0]))[0]
    assert np.abs(after - stepped).max() < 1e-10
    assert spent.sum() == pytest.approx(1780, rel=1e-10)
