/**
 * Predictions against measurements: rows of measured deployments become problems and layouts, the cost model predicts
 * them, and the errors are summed up.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.validation;
