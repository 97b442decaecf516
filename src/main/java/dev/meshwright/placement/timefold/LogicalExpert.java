package dev.meshwright.placement.timefold;

/** A planning value: one of the layer's logical experts. */
public record LogicalExpert(int index) {}
