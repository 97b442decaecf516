/**
 * The charts of a page as pictures for documents: SVG, and PNG for what takes no SVG.
 *
 * <p>Door: {@link dev.meshwright.answer.picture.chart.Plots}. For {@code cli}. Each chart is drawn from the table that stands behind it on
 * the page, so that page and picture show the same numbers, and twice by the same code: onto a sheet that writes SVG and onto one that
 * fills pixels ({@code java.awt}, which every JDK has; no window is opened). Always on white, pixels at twice the size.
 *
 * <pre>{@code
 * Plots.of(document).forEach((name, bytes) -> write(folder.resolve(name), bytes));   // time-bars.svg, time-bars.png, ...
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.picture.chart;

import org.jspecify.annotations.NullMarked;
