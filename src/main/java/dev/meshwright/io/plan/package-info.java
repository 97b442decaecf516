/** io.plan. */
@NullMarked
package dev.meshwright.io.plan;

import org.jspecify.annotations.NullMarked;
