/** cost.exact. */
@NullMarked
package dev.meshwright.cost.exact;

import org.jspecify.annotations.NullMarked;
