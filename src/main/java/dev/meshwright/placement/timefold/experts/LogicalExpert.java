package dev.meshwright.placement.timefold.experts;

/** A planning value: one of the layer's logical experts. */
public record LogicalExpert(int index) {}
