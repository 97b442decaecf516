/** cost.uncertainty. */
@NullMarked
package dev.meshwright.cost.uncertainty;

import org.jspecify.annotations.NullMarked;
