/** placement.experts.start. */
@NullMarked
package dev.meshwright.placement.experts.start;

import org.jspecify.annotations.NullMarked;
