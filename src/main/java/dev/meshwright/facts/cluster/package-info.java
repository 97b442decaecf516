/**
 * What the model runs on: GPUs, nodes, links and islands of fast links.
 *
 * <p>Door: {@link dev.meshwright.facts.cluster.Cluster}. For the rest of {@code facts} and every room above; {@code
 * io.catalogue} has the GPUs that are known by name. Rates are per GPU and one way, in FLOP/s and bytes/s; memory in
 * bytes, power in watts. Nodes, GPUs and islands are numbered from 0. An island is what fast links join: a node, or
 * several where a link domain spans them.
 *
 * <pre>{@code
 * new Cluster(List.of(new NodeGroup(4, 8, gpu)), InterNode.DEFAULT).gpus();   // 4 x 8 = 32
 * LinkTopology.MESH.bandwidth(448e9, 8, 2);                                   // 448e9 x 1/7 = 64e9
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.cluster;
