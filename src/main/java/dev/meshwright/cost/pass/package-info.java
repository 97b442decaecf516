/** cost.pass. */
@NullMarked
package dev.meshwright.cost.pass;

import org.jspecify.annotations.NullMarked;
