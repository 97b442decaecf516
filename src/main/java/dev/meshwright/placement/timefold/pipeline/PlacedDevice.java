package dev.meshwright.placement.timefold.pipeline;

import dev.meshwright.placement.pipeline.DeviceGroup;

/** A planning value: one of the cluster's device groups. */
public record PlacedDevice(int index, DeviceGroup group) {}
