/**
 * What engines can express and cost, as plain data.
 *
 * <p>Door: {@link dev.meshwright.answer.json.engine.EnginesDocument}. For {@code answer.json}. Shares are fractions of 1,
 * rates tokens per second.
 *
 * <pre>{@code
 * plan.put("engines", EnginesDocument.of(argument.engines()));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.json.engine;
