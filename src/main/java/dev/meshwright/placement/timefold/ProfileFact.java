package dev.meshwright.placement.timefold;

import dev.meshwright.placement.LayerProblem;

/** A problem fact: the layer under one of the workloads. */
public record ProfileFact(int index, LayerProblem layer) {}
