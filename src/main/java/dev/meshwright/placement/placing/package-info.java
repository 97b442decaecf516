/** placement.placing. */
@NullMarked
package dev.meshwright.placement.placing;

import org.jspecify.annotations.NullMarked;
