/**
 * Premises of a document that the cost model takes in: batch, lengths, degrees, GPU facts, formats, efficiencies.
 *
 * <p>Door: {@link dev.meshwright.question.audit.premise.Worlds} gives the plan as it is under such premises, checked and
 * evaluated like any other plan, with everything that is known of it. Used by {@code question.audit} alone. Values are in
 * base units. What is no input of the cost model, such as a stated throughput, stays a premise of the rules in {@code fact}.
 *
 * <pre>{@code
 * World world = worlds.under(Map.of("batch", 400.0), "premise of the document");
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.audit.premise;

import org.jspecify.annotations.NullMarked;
