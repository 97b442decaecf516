/** cost.bound. */
@NullMarked
package dev.meshwright.cost.bound;

import org.jspecify.annotations.NullMarked;
