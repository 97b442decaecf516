package dev.meshwright.placement.timefold;

import dev.meshwright.placement.DeviceGroup;

/** A planning value: one of the cluster's device groups. */
public record PlacedDevice(int index, DeviceGroup group) {}
