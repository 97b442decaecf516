/**
 * What is known about a plan, and what follows from it: derivations by the names of a catalogue.
 *
 * <p>{@link dev.meshwright.question.audit.fact.Facts} collects what problem, layout and cost model say; {@link
 * dev.meshwright.question.audit.fact.FactBook} adds what {@link dev.meshwright.question.audit.fact.Rules} conclude, under premises of a
 * document if there are any. Used by the audit alone; texts and documents read its {@link
 * dev.meshwright.question.audit.fact.Explanation}s. Values are in base units.
 *
 * <pre>{@code
 * FactBook book = new FactBook(facts.all(), Map.of());
 * book.find("throughput.perGpu").map(Steps::line);   // throughput.perGpu = throughput.system / gpus = ...
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.audit.fact;

import org.jspecify.annotations.NullMarked;
