/**
 * What a wrong number may be instead: another quantity, or the right one after one or two mistakes of a closed set.
 *
 * <p>Door: {@link dev.meshwright.question.audit.mistake.Diagnosis}. For {@code question.audit} alone. The simplest
 * explanation is given: a name before one mistake, one mistake before two, and two only where they would seldom
 * explain a random number. A mistake multiplies or divides by its factor, which has no unit.
 *
 * <pre>
 * 64 claimed where 59.6 follow: 64 / 59.6 = 1.074 = 2^30 / 1e9, GB taken for GiB
 * </pre>
 */
@NullMarked
package dev.meshwright.question.audit.mistake;

import org.jspecify.annotations.NullMarked;
