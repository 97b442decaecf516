/** placement.experts.descent. */
@NullMarked
package dev.meshwright.placement.experts.descent;

import org.jspecify.annotations.NullMarked;
