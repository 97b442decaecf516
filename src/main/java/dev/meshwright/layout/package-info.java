/**
 * The plan as pure data: degrees, stages, expert slots and devices, and the rules that make it valid.
 *
 * <p>Doors: {@link dev.meshwright.layout.Layout}, complete, and {@link dev.meshwright.layout.draft.PlanDraft}, what
 * somebody wrote down; {@link dev.meshwright.layout.rule.DegreeRules} and {@link dev.meshwright.layout.rule.LayoutRules} judge,
 * one method per rule. For {@code cost} and every room above. Nothing here is costed; that memory suffices is judged
 * by {@code cost.exact}. Layers, slots, ranks and GPUs are numbered from 0; a {@link dev.meshwright.layout.Violation}
 * states its unit.
 *
 * <pre>{@code
 * new Cut(2, 4, 8, 1, 1, 2, 1, 32, 1).gpus();   // TP2 DP4 EP8 PP1 x2: 2 x 4 x 1 x 2 = 16
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.layout;
