/** answer.explain.model. */
@NullMarked
package dev.meshwright.answer.explain.model;

import org.jspecify.annotations.NullMarked;
