/**
 * Meshwright plans how a Mixture-of-Experts language model is laid out on a GPU cluster.
 *
 * <p>Rooms, each using only those before it: {@code base}, {@code facts}, {@code layout}, {@code cost}, {@code
 * placement}, {@code question}, {@code lab}, {@code answer}, {@code io}, {@code workbench}, {@code cli}.
 * docs/ARCHITECTURE.md has the way of the data through them. This package holds no class.
 *
 * <p>Doors: {@code dev.meshwright.workbench.Workbench} for programs, {@code dev.meshwright.cli.Main} for people.
 * Numbers are in base units: seconds, bytes, FLOP, tokens per second; placement counts whole nanoseconds.
 *
 * <pre>{@code
 * SearchAnswer answer = new Workbench().search(SearchRequest.of(ProblemFiles.open(file)), Watch.NONE);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright;
