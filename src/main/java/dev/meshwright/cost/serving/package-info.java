/** cost.serving. */
@NullMarked
package dev.meshwright.cost.serving;

import org.jspecify.annotations.NullMarked;
