/**
 * What is asked of the model: prefill, decode, serving or training, and how tokens spread over experts.
 *
 * <p>Doors: the sealed {@link dev.meshwright.facts.workload.Workload} and {@link
 * dev.meshwright.facts.workload.ExpertLoad}, and {@link dev.meshwright.facts.workload.TrainingRecipe} for what
 * frameworks do differently. For {@code facts.problem} and every room above; who tells phases apart does so by an
 * exhaustive switch. Lengths are tokens of one sequence, concurrency counts sequences of the whole system, shares of
 * experts sum to 1 in a layer.
 *
 * <pre>{@code
 * new Workload.Decode(List.of(4_096), 512, OptionalInt.of(256));   // mean context 4,096 + 512 / 2 = 4,352
 * new ExpertLoad.Zipf(1, 7).shares(0, 256);                        // 256 shares, sum 1
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.workload;
