/** io.measured. */
@NullMarked
package dev.meshwright.io.measured;

import org.jspecify.annotations.NullMarked;
