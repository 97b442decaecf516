/** placement.experts.annealing. */
@NullMarked
package dev.meshwright.placement.experts.annealing;

import org.jspecify.annotations.NullMarked;
