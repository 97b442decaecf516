/**
 * Families of degrees to choose from. {@link dev.meshwright.question.search.space.LayoutSpace} visits those of a problem,
 * {@link dev.meshwright.question.search.space.Branching} splits them. Used by the questions, which bound and place what comes out.
 * Degrees are counts; nothing here knows times or bytes.
 *
 * <pre>{@code
 * new LayoutSpace(problem).forEach(family -> bounds.add(costModel.bound(family)));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.search.space;
