/**
 * Numbers with units as people write them: dimensions, the table of units, and near names for what is misspelt.
 *
 * <p>Doors: {@link dev.meshwright.base.quantity.Quantity} reads, {@link dev.meshwright.base.quantity.Figures} writes,
 * {@link dev.meshwright.base.quantity.NearNames} guesses. For every room. Values are in the base unit of their {@link
 * dev.meshwright.base.quantity.Dimension}: bytes, seconds, FLOP, tokens per second, fractions of 1. GB is 10^9 bytes,
 * GiB 2^30; a missing unit is never guessed. Texts are the same in every locale.
 *
 * <pre>{@code
 * Quantity.read("1.8 TB/s", Dimension.BYTES_PER_SECOND);   // Understood: 1.8e12
 * Figures.bytes(80e9);                                     // 80 GB
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.base.quantity;
