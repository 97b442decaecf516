/** answer.picture. */
@NullMarked
package dev.meshwright.answer.picture;

import org.jspecify.annotations.NullMarked;
