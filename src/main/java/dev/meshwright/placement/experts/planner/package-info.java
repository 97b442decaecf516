/** placement.experts.planner. */
@NullMarked
package dev.meshwright.placement.experts.planner;

import org.jspecify.annotations.NullMarked;
