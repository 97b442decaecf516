/** placement.pipeline. */
@NullMarked
package dev.meshwright.placement.pipeline;

import org.jspecify.annotations.NullMarked;
