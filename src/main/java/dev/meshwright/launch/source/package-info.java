/**
 * Which programs the files of a launch start, and what stands around them: replicas, nodes, GPUs, roles.
 *
 * <p>Door: {@link dev.meshwright.launch.source.Sources}. One class per family of files: scripts, Dockerfiles, compose files,
 * Kubernetes manifests, recipes from which a program writes commands. For {@code launch.option}; uses {@code launch.shell} and
 * {@code launch.tree}. What an option means is not known here. Counts are GPUs, nodes and servers.
 *
 * <pre>{@code
 * new Sources(files, set, trees, findings, doubts).starts().getFirst().call().words();
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.source;

import org.jspecify.annotations.NullMarked;
