/**
 * The serving loop of a plan: its engine's settings, its clients, what they wait for.
 *
 * <p>Door: {@link dev.meshwright.replay.deployment.Deployment}, made of a problem's cost model and a plan's degrees and evaluation;
 * it gives {@link dev.meshwright.replay.deployment.ServedRequests}. For {@code question}, {@code answer} and {@code workbench}.
 * Seconds, tokens, requests of the whole system per second.
 *
 * <pre>{@code
 * Deployment.of(costModel, degrees, evaluation, seed).map(Deployment::served);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.replay.deployment;
