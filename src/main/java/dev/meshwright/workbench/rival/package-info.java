/**
 * Layouts that somebody names beside the answer of a search.
 *
 * <p>Door: {@link dev.meshwright.workbench.rival.NamedDegrees}. For {@code cli} and whoever embeds Meshwright. The named degrees are searched
 * as the problem was, with every batch and placement, so that what is said of them holds for all layouts of these degrees; the loop is not
 * replayed. Bad input is {@link dev.meshwright.base.fault.InvalidInputException} with all faults at once.
 *
 * <pre>{@code
 * NamedDegrees.whyNot(workbench, request, found, PlanFiles.ofLine("--why-not", "TP8 EP8 PP1"), watch);   // Lost, 3 % behind
 * }</pre>
 */
@NullMarked
package dev.meshwright.workbench.rival;

import org.jspecify.annotations.NullMarked;
