/** io.catalogue. */
@NullMarked
package dev.meshwright.io.catalogue;

import org.jspecify.annotations.NullMarked;
