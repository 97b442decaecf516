/**
 * The layout space, walked best first by the optimistic bound until nothing left can beat the best complete layout.
 *
 * <p>Doors: {@link dev.meshwright.question.search.LayoutSearch}, and {@link
 * dev.meshwright.question.search.space.LayoutSpace}, all families of degrees that rules and limits allow; the answer is a {@link
 * dev.meshwright.question.search.SearchResult}. For {@code question.check}, {@code question.scale}, {@code workbench}
 * and {@code answer}. Whoever asks brings the placers. A gap is a fraction of 1: by how much any layout of the space
 * could still exceed the best.
 *
 * <pre>{@code
 * SearchResult result = new LayoutSearch(costModel, quick, thorough, () -> false, event -> {}).run(3);
 * result.best().map(SearchResult.Candidate::layout);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.search;
