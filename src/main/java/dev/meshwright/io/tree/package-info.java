/**
 * Reading and writing of trees and tables: JSON, YAML, CSV; every fault with file, place, value and a guess.
 *
 * <p>Doors: {@link dev.meshwright.io.tree.TreeReader}, a place in a file that gathers faults and reads on; {@link
 * dev.meshwright.io.tree.CsvTable}; {@link dev.meshwright.io.tree.Documents} and {@link
 * dev.meshwright.io.tree.AtomicFiles} for writing. For the rest of {@code io}, {@code workbench} and {@code cli};
 * {@code io} alone uses Jackson. Quantities come back in base units. The same data gives the same bytes, and nobody
 * sees half a file.
 *
 * <pre>{@code
 * TreeReader root = TreeReader.open(file);
 * OptionalInt nodes = root.required("nodes").map(at -> at.integer(1, 1_000)).orElse(OptionalInt.empty());
 * root.finish();   // throws all faults together
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.tree;

import org.jspecify.annotations.NullMarked;
