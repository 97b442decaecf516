package dev.meshwright.workbench;

import dev.meshwright.io.measured.MeasurementFiles.Measurements;

/**
 * Asks what measurements say of the constants.
 *
 * @param measurements as they were read
 */
public record CalibrateRequest(Measurements measurements) {}
