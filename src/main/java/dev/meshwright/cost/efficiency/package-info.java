/**
 * How long one kernel or one collective takes on one family of GPUs.
 *
 * <p>Each surface is a small record of physical constants (a fraction of the peak, a latency, a padding) with one closed
 * form that turns a shape and the data-sheet numbers of a GPU into seconds. The constants belong to a family of GPUs
 * (Ampere, Hopper, Blackwell) and the data-sheet numbers are passed in, so a GPU that nobody has measured yet needs only
 * its data sheet. Every form is rational: a search evaluates them tens of millions of times per second.
 */
@NullMarked
package dev.meshwright.cost.efficiency;

import org.jspecify.annotations.NullMarked;
