/** cost.evaluation. */
@NullMarked
package dev.meshwright.cost.evaluation;

import org.jspecify.annotations.NullMarked;
