/** The argument behind a result as data: what binds, what was lost, why the others lost. Renders nothing. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.json;
