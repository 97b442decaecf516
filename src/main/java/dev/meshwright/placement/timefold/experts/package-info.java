/** placement.timefold.experts. */
@NullMarked
package dev.meshwright.placement.timefold.experts;

import org.jspecify.annotations.NullMarked;
