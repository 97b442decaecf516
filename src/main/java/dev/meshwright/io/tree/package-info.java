/** io.tree. */
@NullMarked
package dev.meshwright.io.tree;

import org.jspecify.annotations.NullMarked;
