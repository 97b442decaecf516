/** cost.training. */
@NullMarked
package dev.meshwright.cost.training;

import org.jspecify.annotations.NullMarked;
