/** Derivations: what a number is, which formula gave it, and what was put into the formula. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.base.derivation;
