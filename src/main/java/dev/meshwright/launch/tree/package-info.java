/**
 * YAML as launches need it: values with their lines, of any kind of file.
 *
 * <p>Doors: {@link dev.meshwright.launch.tree.Tree}, a value, and {@link dev.meshwright.launch.tree.TreeSource}, whoever reads
 * them; {@code io.launch} does. For the other packages of {@code launch}; uses places alone. Values stay text: whether 1 is a
 * number or a name is for its reader to say. Lines are counted from 1.
 *
 * <pre>{@code
 * tree.text("spec", "template", "replicas");
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.tree;

import org.jspecify.annotations.NullMarked;
