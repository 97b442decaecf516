/** placement.experts.bound. */
@NullMarked
package dev.meshwright.placement.experts.bound;

import org.jspecify.annotations.NullMarked;
