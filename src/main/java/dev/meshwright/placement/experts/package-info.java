/** placement.experts. */
@NullMarked
package dev.meshwright.placement.experts;

import org.jspecify.annotations.NullMarked;
