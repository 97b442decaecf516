/**
 * What GPUs cost, as plain data.
 *
 * <p>Door: {@link dev.meshwright.answer.json.money.ExpensesDocument}, for documents of layouts. Amounts of one currency, per hour and per
 * million tokens; computes nothing.
 *
 * <pre>{@code
 * Map<String, Object> cost = ExpensesDocument.of(expenses);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.json.money;

import org.jspecify.annotations.NullMarked;
