/**
 * Predictions against measurements: all rows of a file as {@code row}, {@code serving}, {@code inference} and
 * {@code training} predict them, their errors, what choosing by them costs, and how far predictions may be off.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.error;
