/** placement.experts.traffic. */
@NullMarked
package dev.meshwright.placement.experts.traffic;

import org.jspecify.annotations.NullMarked;
