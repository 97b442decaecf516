/** answer.explain. */
@NullMarked
package dev.meshwright.answer.explain;

import org.jspecify.annotations.NullMarked;
