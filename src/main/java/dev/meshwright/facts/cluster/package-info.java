/** What the model runs on: GPUs, nodes, links and islands of fast links. All rates are per GPU and one way. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.cluster;
