/**
 * What hardware a throughput target needs: the smallest cluster, or the proof that none will do.
 *
 * <p>Door: {@link dev.meshwright.question.scale.Scaling}: the answer for each kind of node, a {@link
 * dev.meshwright.question.scale.Roadmap} from a plain deployment to the target, and the {@link
 * dev.meshwright.question.scale.Sensitivity} of the plan found. For {@code workbench} and {@code answer}; {@code
 * node} answers for one kind of node. Whoever asks brings a {@code SizeSearcher}, the placers and the end of its
 * patience. Tokens per second, of the system or of each GPU.
 *
 * <pre>{@code
 * scaling.own().system().size().map(Size::gpus);   // empty: none reaches the target; proven() tells proofs
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.scale;
