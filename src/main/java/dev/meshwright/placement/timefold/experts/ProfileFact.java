package dev.meshwright.placement.timefold.experts;

import dev.meshwright.placement.experts.PlainLayer;

/** A problem fact: the layer under one of the workloads. */
public record ProfileFact(int index, PlainLayer layer) {}
