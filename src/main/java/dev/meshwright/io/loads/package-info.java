/** io.loads. */
@NullMarked
package dev.meshwright.io.loads;

import org.jspecify.annotations.NullMarked;
