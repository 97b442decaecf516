/**
 * Sweeps on the machines of an Apache Spark. In the jar where it was built with the profile {@code spark}; Spark itself is there when {@code
 * spark-submit} starts the program.
 *
 * <p>Door: {@link dev.meshwright.spark.SparkHelpers}, found as a service. Uses {@code workbench.sweep} and {@code io}; nothing uses it.
 */
@NullMarked
package dev.meshwright.spark;

import org.jspecify.annotations.NullMarked;
