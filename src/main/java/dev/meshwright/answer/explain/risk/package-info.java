/**
 * What may go wrong with a plan that was checked, each risk with the number behind it.
 *
 * <p>Door: {@link dev.meshwright.answer.explain.risk.Risks}, from the checked plan and its audit. For {@code workbench}, rendered
 * by {@code answer}. A {@link dev.meshwright.answer.explain.risk.Risk} is one sentence; its figures have their units in it.
 *
 * <pre>{@code
 * Risks.of(plan, audit).getFirst().sentence();   // "The plan cannot run: ..."
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain.risk;

import org.jspecify.annotations.NullMarked;
