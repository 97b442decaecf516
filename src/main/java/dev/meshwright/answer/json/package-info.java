/**
 * Answers as plain data, ready for JSON or YAML: maps in a fixed order, lists, texts, numbers.
 *
 * <p>Doors: one {@code Document} class per answer, such as {@link dev.meshwright.answer.json.PlanDocument} and {@link
 * dev.meshwright.answer.json.CheckDocument}. For {@code cli}, which has {@code io.tree.Documents} write them.
 * Computes nothing and calls no cost model: what is not in the answer is not in the document. Base units: seconds,
 * bytes, FLOP, tokens per second. A plan has no clock, no duration and no path in it: the same problem, seed and
 * version give the same bytes.
 *
 * <pre>{@code
 * Documents.toJson(PlanDocument.of(found));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.json;
