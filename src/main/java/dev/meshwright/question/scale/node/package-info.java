/**
 * The smallest cluster of one kind of node: sizes are ruled out by the roofline, then by bounds, the rest is
 * searched.
 *
 * <p>Door: {@link dev.meshwright.question.scale.node.NodeTypeScaler}; {@link
 * dev.meshwright.question.scale.node.Roofline} is what no layout on any number of GPUs exceeds. For {@code
 * question.scale}; {@code answer} reads {@link dev.meshwright.question.scale.node.NodeTypeScaling} and its parts.
 * Sizes are searched smallest first, and throughput need not grow with the GPUs for that. Tokens per second; sizes
 * are GPUs.
 *
 * <pre>{@code
 * Roofline.gpus(10_000, 0.5 * 1_000);   // 10,000 tokens/s at half of 1,000 per GPU: 20 GPUs
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.scale.node;

import org.jspecify.annotations.NullMarked;
