/**
 * Training runs, whole, cut to a few layers, or of a single mixture: what a row's words mean in physics, seconds of a
 * step and bytes on a GPU.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.training;
