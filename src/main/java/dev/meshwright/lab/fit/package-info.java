/** Constants from measured rows: calibrations of a deployment's own hardware, and the engines' constants. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.fit;
