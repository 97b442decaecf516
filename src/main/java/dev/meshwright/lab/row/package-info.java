/**
 * What every kind of measurements needs: the values of a row and the names in them, what a row states of its model and
 * layout, and what became of it, an outcome or the reason why there is none.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.row;
