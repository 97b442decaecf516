/** io.problem. */
@NullMarked
package dev.meshwright.io.problem;

import org.jspecify.annotations.NullMarked;
