/** answer.text.page. */
@NullMarked
package dev.meshwright.answer.text.page;

import org.jspecify.annotations.NullMarked;
