/**
 * The rules that make a plan valid, one method per rule.
 *
 * <p>Doors: {@link dev.meshwright.layout.rule.DegreeRules} for degrees alone, {@link dev.meshwright.layout.rule.LayoutRules} for a
 * complete layout. For {@code cost} and every room above. That memory suffices is judged by {@code cost.exact}. What is broken
 * is a {@link dev.meshwright.layout.Violation} with value, limit and the smallest change that would mend it.
 *
 * <pre>{@code
 * new DegreeRules(problem).violations(degrees);   // empty where they are valid
 * }</pre>
 */
@NullMarked
package dev.meshwright.layout.rule;

import org.jspecify.annotations.NullMarked;
