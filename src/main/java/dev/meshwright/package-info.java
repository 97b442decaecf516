/** Meshwright: plans how a Mixture-of-Experts language model is laid out on a GPU cluster. */
@org.jspecify.annotations.NullMarked
package dev.meshwright;
