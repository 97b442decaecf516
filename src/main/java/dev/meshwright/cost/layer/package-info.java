/**
 * One layer in one pass: which kernels it runs, what travels between GPUs, what training adds.
 *
 * <p>Door: {@link dev.meshwright.cost.layer.LayerPass}; {@link dev.meshwright.cost.layer.RoutedExperts} has the
 * routed work of a rank, {@link dev.meshwright.cost.layer.ExpertTraffic} dispatch and combine, {@link
 * dev.meshwright.cost.layer.ModelRuntime} what an inference engine or a training framework does in it. For {@code cost}
 * alone; who walks the layers reads {@link dev.meshwright.cost.layer.ModelKinds}. Tokens and sequences are those of one attention rank; traffic is in
 * copies of a token, bytes follow; seconds.
 *
 * <pre>{@code
 * ExpertTraffic.of(mixture, 64, 1, Spread.even(64, 8), true).overNetwork();   // k = 8: 8 / 64 x (64 - 8) = 7 copies
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.layer;
