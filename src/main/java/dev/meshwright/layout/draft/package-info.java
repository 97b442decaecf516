/**
 * What somebody wrote down of a plan: degrees under any of their names, and whatever else is stated.
 *
 * <p>Doors: {@link dev.meshwright.layout.draft.PlanDraft}, a plan file as its author wrote it, and {@link
 * dev.meshwright.layout.draft.LayoutName}, degrees in one line. For {@code io.plan}, {@code question.check} and the
 * rooms that pose plans. What is left out is left open here; {@code question.check} says what it means.
 *
 * <pre>{@code
 * LayoutName.parse("TP4 EP4 PP1").draft().get(DegreeName.TENSOR);   // 4
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.layout.draft;
