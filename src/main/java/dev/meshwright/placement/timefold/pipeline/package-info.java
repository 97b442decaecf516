/** placement.timefold.pipeline. */
@NullMarked
package dev.meshwright.placement.timefold.pipeline;

import org.jspecify.annotations.NullMarked;
