/**
 * Parts of a server by node: which ranks a node has, and how they find each other.
 *
 * <p>Door: {@link dev.meshwright.launch.export.node.NodeParts}. Used by {@code launch.export} and what writes files; uses layouts and
 * clusters. Counts of ranks and nodes.
 *
 * <pre>{@code
 * NodeParts.of(layout, cluster, rankOrder);   // node 0: ranks 0-7, node 1: ranks 8-15
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.export.node;

import org.jspecify.annotations.NullMarked;
