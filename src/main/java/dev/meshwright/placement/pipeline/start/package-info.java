/** placement.pipeline.start. */
@NullMarked
package dev.meshwright.placement.pipeline.start;

import org.jspecify.annotations.NullMarked;
