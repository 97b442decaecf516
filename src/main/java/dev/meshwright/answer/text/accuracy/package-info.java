/** answer.text.accuracy. */
@NullMarked
package dev.meshwright.answer.text.accuracy;

import org.jspecify.annotations.NullMarked;
