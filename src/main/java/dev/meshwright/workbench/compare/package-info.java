/**
 * Plans and answers side by side.
 *
 * <p>Door: {@link dev.meshwright.workbench.compare.Comparing}. For {@code cli} and {@code serve}. Plans are checked as {@code check}
 * checks them, answers are taken as they tell; either way what is compared is what {@code --format json} prints, so that a plan and its
 * answer of yesterday can stand side by side.
 *
 * <pre>{@code
 * Compared compared = Comparing.of(List.of(ContenderFile.read(one), ContenderFile.read(other)));
 * }</pre>
 */
@NullMarked
package dev.meshwright.workbench.compare;

import org.jspecify.annotations.NullMarked;
