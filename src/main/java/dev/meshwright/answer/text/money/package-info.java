/**
 * What GPUs cost and the power that they take, in words.
 *
 * <p>Door: {@link dev.meshwright.answer.text.money.ExpensesText}, for texts of layouts. Amounts of the currency of the prices, kilowatts,
 * tokens per joule; computes nothing.
 *
 * <pre>{@code
 * new ExpensesText(page, assessment).print();
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.text.money;

import org.jspecify.annotations.NullMarked;
