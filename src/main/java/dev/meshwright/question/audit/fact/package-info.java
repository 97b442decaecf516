/** question.audit.fact. */
@NullMarked
package dev.meshwright.question.audit.fact;

import org.jspecify.annotations.NullMarked;
