/**
 * What GPUs cost, as people write it.
 *
 * <p>Doors: {@link dev.meshwright.io.price.PriceText} for a price such as {@code 2.5 USD/h}, {@link dev.meshwright.io.price.PriceFile}
 * for a table of prices. For {@code io.problem} and the command line. Money per hour and GPU, in one currency. No price comes with
 * the program.
 *
 * <pre>{@code
 * PriceList list = PriceFile.read(Path.of("prices.csv"), Optional.of("usd_per_gpu_hour_rental"));
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.price;

import org.jspecify.annotations.NullMarked;
