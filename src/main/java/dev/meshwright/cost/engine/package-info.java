/** cost.engine. */
@NullMarked
package dev.meshwright.cost.engine;

import org.jspecify.annotations.NullMarked;
