/** The books of the cost model: what each component of a pass takes in seconds, FLOP and bytes. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.tally;
