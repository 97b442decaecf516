/**
 * What turns words of the command line into values: numbers by the one reader of numbers, quantities with units, releases, times, prices.
 *
 * <p>Doors: {@link dev.meshwright.cli.option.value.Numbers}, with which every command reads its numbers, and {@link
 * dev.meshwright.cli.option.value.OptionQuantity}. Prices of a table: {@link dev.meshwright.cli.option.value.PriceOption}. For {@code cli.option}; all of it is picocli's. What is no value is {@code
 * TypeConversionException}, said with the option's name. Quantities leave in base units: seconds, bytes, tokens per second.
 *
 * <pre>{@code
 * double seconds = OptionQuantity.read("10 min", Dimension.SECONDS).value();   // 600
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.option.value;

import org.jspecify.annotations.NullMarked;
