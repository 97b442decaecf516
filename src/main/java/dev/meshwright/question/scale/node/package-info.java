/** question.scale.node. */
@NullMarked
package dev.meshwright.question.scale.node;

import org.jspecify.annotations.NullMarked;
