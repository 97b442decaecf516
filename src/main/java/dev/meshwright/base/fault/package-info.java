/**
 * What is wrong with what was asked: the place, the value and a guess at what was meant, all of it at once.
 *
 * <p>Door: {@link dev.meshwright.base.fault.InvalidInputException}, the one exception for bad input. Thrown by readers of files
 * and by questions whose request makes no sense; printed by {@code cli} alone. Everybody may use it; it uses nobody. A value is
 * text as it was written, in whatever unit that was.
 *
 * <pre>{@code
 * throw new InvalidInputException(List.of(new Fault(file, "/cluster/nodes/0/gpu", "h10", "no such GPU", "Maybe h100-sxm.")));
 * }</pre>
 */
@NullMarked
package dev.meshwright.base.fault;

import org.jspecify.annotations.NullMarked;
