"""Drawings made small."""

from __future__ import annotations

from fazhi.publish.drawing import compact


def test_a_path_becomes_steps_and_the_prologue_goes() -> None:
    """Every point is kept to a tenth; a second outline starts from where the first began."""
    outline = "M 10.04 20 \nL 15.16 18 \nQ 1 2 3 4 \nz\nM 0 0 \nC 1 1 2 2 3 3 \n"
    prologue = '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "a">\n'
    svg = f'{prologue}<svg>\n <metadata>\n x</metadata>\n  <path id="a" d="{outline}"/></svg>'
    steps = "m10 20l5.2-2q-14.2-16-12.2-14zm-10-20c1 1 2 2 3 3"
    assert compact(svg) == f'<svg>\n<path id="a" d="{steps}"/></svg>'


def test_a_letter_is_drawn_on_a_coarser_grid_at_the_same_size() -> None:
    """Coordinates are divided by eight and the scale multiplied by it."""
    svg = '<path d="M 2099 4531 \nL 3725 4531 \nz\n" transform="scale(0.015625)"/>'
    assert compact(svg) == '<path d="m262 566l204 0z" transform="scale(.125)"/>'


def test_a_path_with_another_command_stays() -> None:
    """What is not understood is not touched."""
    assert compact('<path d="M 1 1 A 2 2 0 0 1 3 3"/>') == '<path d="M 1 1 A 2 2 0 0 1 3 3"/>'
