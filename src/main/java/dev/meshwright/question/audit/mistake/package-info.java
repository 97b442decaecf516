/** question.audit.mistake. */
@NullMarked
package dev.meshwright.question.audit.mistake;

import org.jspecify.annotations.NullMarked;
